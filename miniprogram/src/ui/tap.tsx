import { View } from '@tarojs/components'
import type { ReactNode } from 'react'
import { tappable } from '#platform/aria.ts'
import type { Aria } from '#platform/aria.ts'

interface TapProps {
  className: string
  onTap: () => void
  /** Name, role and state for the screen reader, where the words inside do not say enough. */
  said?: Aria
  off?: boolean
  children?: ReactNode
}

/** Everything that can be tapped. One that is off stays reachable, so that its words can be read. */
export function Tap({ className, onTap, said = {}, off = false, children }: TapProps) {
  return (
    <View className={className} {...(off ? tappable(nothing, { ...said, disabled: 'true' }) : tappable(onTap, said))}>
      {children}
    </View>
  )
}

function nothing(): void {
  // Off.
}

/** The strings WXML wants in place of booleans. */
export const flag = (value: boolean): 'true' | 'false' => (value ? 'true' : 'false')
