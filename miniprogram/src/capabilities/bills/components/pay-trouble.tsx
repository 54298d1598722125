import { View } from '@tarojs/components'
import { go } from '#platform/nav/nav.ts'
import { Banner } from '#ui/banner.tsx'
import { Button } from '#ui/button.tsx'
import { useElder } from '#ui/use-elder.ts'
import { billWords } from '../strings.zh-CN.ts'
import type { OlderFirst, PayProblem, Paying } from '../use-pay.ts'

interface PayTroubleProps extends Pick<Paying, 'busy' | 'pay'> {
  problem: PayProblem | null
  office: string
}

/** Why the last tap did not pay, and the ways on that are left. */
export function PayTrouble({ problem, office, busy, pay }: PayTroubleProps) {
  if (problem === null) return null
  const { title, words, stopped, older } = problem
  return (
    <View className="act-p">
      <Banner tone="due" icon="alert" alert title={title} words={stopped ? billWords.stoppedWords(office) : words} />
      {older !== null && <BothWays older={older} busy={busy} pay={pay} />}
    </View>
  )
}

function BothWays({ older: { oldest, together }, busy, pay }: Pick<Paying, 'busy' | 'pay'> & { older: OlderFirst }) {
  const elder = useElder()
  const { count, amount, wish } = together
  const words = elder ? billWords.togetherElder(count, amount) : billWords.together(count, amount)
  return (
    <View className="gap">
      <Button
        words={busy ? billWords.paying : words}
        off={busy}
        onTap={() => {
          pay(wish)
        }}
      />
      <Button
        words={billWords.olderOnly(oldest.period)}
        kind="secondary"
        off={busy}
        onTap={() => {
          void go('bills.detail', { billId: oldest.id })
        }}
      />
    </View>
  )
}
