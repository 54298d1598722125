import { View } from '@tarojs/components'

/** The house's mark: hills, a door, the sun. */
export function BrandMark({ className = '' }: { className?: string }) {
  return <View className={`mark ${className}`} />
}
