import { Text, View } from '@tarojs/components'
import { Button } from './button.tsx'
import { uiWords } from './strings.zh-CN.ts'

interface MoreButtonProps {
  hasMore: boolean
  busy: boolean
  /** The sentence of the last failure, in place. */
  problem: string | undefined
  onMore: () => void
  /** What stands at the end of the list. */
  end?: string
}

/** The end of a list by cursor: 20 more by a tap, never by scrolling alone. */
export function MoreButton({ hasMore, busy, problem, onMore, end = uiWords.allShown }: MoreButtonProps) {
  if (!hasMore) return <Text className="sk-w">{end}</Text>
  return (
    <View className="more">
      {problem !== undefined && <Text className="sk-w">{problem}</Text>}
      <Button words={busy ? uiWords.moreBusy : uiWords.more} kind="quiet" off={busy} onTap={onMore} />
    </View>
  )
}
