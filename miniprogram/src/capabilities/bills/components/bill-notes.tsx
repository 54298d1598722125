import { useEffect } from 'react'
import type { Bill } from '@xlb/shared/bills/contract.ts'
import { localMinute } from '@xlb/shared/platform/day-words.ts'
import { useSecondsLeft } from '#platform/act/use-seconds-left.ts'
import { refreshQueries } from '#platform/api/query.ts'
import { Banner } from '#ui/banner.tsx'
import { madeWords } from '../made.zh-CN.ts'
import { payingWords } from '../strings.zh-CN.ts'

/** Somebody else is paying, and from when on this reader may. The page asks again by itself when the time has come. */
export function SomeonePaying({ paying }: { paying: NonNullable<Bill['paying']> }) {
  const { name, takeOverAt, canTakeOver } = paying
  const left = useSecondsLeft(canTakeOver ? null : takeOverAt)
  const due = !canTakeOver && left === 0
  useEffect(() => {
    if (due) void refreshQueries(['bills.get'])
  }, [due])
  if (canTakeOver) return <Banner tone="due" icon="wait" title={payingWords.canTitle(name)} words={payingWords.can} />
  const clock = localMinute(takeOverAt).slice(11)
  return <Banner tone="confirming" icon="wait" title={payingWords.title(name)} words={payingWords.wait(clock)} />
}

/** The meter was read again after the bill was paid. */
export function Adjusted({ bill: { adjustment, utility } }: { bill: Bill }) {
  if (adjustment === null) return null
  const { difference, usage, amount, words } = adjustment
  const now = madeWords.adjusted(usage, amount, utility)
  return (
    <Banner
      tone="brand"
      icon="meter"
      title={difference === 0 ? madeWords.adjustedSame : madeWords.adjustedTitle(difference)}
      words={difference === 0 ? now : `${now}${madeWords.adjustedThen(words)}`}
    />
  )
}
