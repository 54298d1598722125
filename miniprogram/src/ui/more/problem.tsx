import { View } from '@tarojs/components'
import type { ApiError } from '#platform/api/api-error.ts'
import { Banner } from '../banner.tsx'

/** Why the last tap did not do it, on the page itself; nothing where all is well. */
export function Problem({ error, title }: { error: ApiError | null; title: string }) {
  if (error === null) return null
  return (
    <View className="gap">
      <Banner tone="due" icon="alert" alert title={title} words={error.message} />
    </View>
  )
}
