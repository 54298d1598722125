import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { useAct } from '#platform/act/use-act.ts'
import { useSecondsLeft } from '#platform/act/use-seconds-left.ts'
import { call } from '#platform/api/call.ts'
import type { CallOutput } from '#platform/api/endpoints.ts'
import { aria } from '#platform/aria.ts'
import { page } from '#platform/fail/page.tsx'
import { ActionBar } from '#ui/action-bar.tsx'
import { Banner } from '#ui/banner.tsx'
import { Button } from '#ui/button.tsx'
import { CallTownship } from '#ui/call-township.tsx'
import { Card } from '#ui/card.tsx'
import { PageShell } from '#ui/page-shell.tsx'
import { Problem } from '#ui/more/problem.tsx'
import '../../components/accounts.scss'
import { counterCodeWords } from '../../identity.zh-CN.ts'

type Shown = CallOutput<'accounts.showCounterCode'>

/** Nothing is asked for until the tap: each code counts, and the former one ends with it. */
function CounterCode() {
  const [shown, setShown] = useState<Shown | null>(null)
  const act = useAct()
  const show = async (): Promise<void> => {
    setShown(await call('accounts.showCounterCode', { body: {} }))
  }
  const words = shown === null ? counterCodeWords.show : counterCodeWords.again
  return (
    <PageShell
      title={counterCodeWords.title}
      own
      speech={[
        shown === null ? counterCodeWords.spokenFirst : counterCodeWords.spoken(shown.code),
        counterCodeWords.spokenSafe,
      ]}
      bar={
        <ActionBar>
          <Button
            words={act.busy ? counterCodeWords.showing : words}
            kind={shown === null ? 'primary' : 'secondary'}
            off={act.busy}
            onTap={() => {
              act.run(show)
            }}
          />
        </ActionBar>
      }
    >
      {shown !== null && <CodeCard key={shown.code} shown={shown} />}
      <Card>
        <Text className="para">{counterCodeWords.why}</Text>
      </Card>
      <Banner tone="due" icon="shield" title={counterCodeWords.safe} />
      <Problem error={act.problem} title={counterCodeWords.problem} />
      <View className="gap">
        <CallTownship />
      </View>
    </PageShell>
  )
}

function CodeCard({ shown }: { shown: Shown }) {
  const left = useSecondsLeft(shown.expiresAt)
  if (left === 0) {
    return <Banner tone="stale" icon="clock" alert title={counterCodeWords.over} words={counterCodeWords.overWords} />
  }
  return (
    <Card title={counterCodeWords.label} end={<Text className="sub">{counterCodeWords.once}</Text>}>
      <View className="cc" {...aria({ role: 'img', label: counterCodeWords.spoken(shown.code) })}>
        {`${shown.code.slice(0, 3)} ${shown.code.slice(3)}`}
      </View>
      <Text className="sub cc-l">{counterCodeWords.left(Math.floor(left / 60), left % 60)}</Text>
    </Card>
  )
}

export default page(CounterCode)
