import { Text, View } from '@tarojs/components'
import type { ReactNode } from 'react'
import type { Consent, ConsentPurpose } from '@xlb/shared/data-rights/contract.ts'
import { call } from '#platform/api/call.ts'
import { refreshQueries, useQuery } from '#platform/api/query.ts'
import type { Query } from '#platform/api/query.ts'
import { useAct } from '#platform/act/use-act.ts'
import { back } from '#platform/nav/nav.ts'
import { toTop } from '#platform/nav/page.ts'
import { Button } from '../button.tsx'
import { CallTownship } from '../call-township.tsx'
import { Card } from '../card.tsx'
import { Loaded } from '../loaded.tsx'
import { Problem } from './problem.tsx'
import { uiWords } from '../strings.zh-CN.ts'

export interface Gate {
  readonly query: Query<{ readonly items: readonly Consent[] }>
  /** What still has to be agreed to, null when nothing has, or as long as nobody knows. */
  readonly asked: Consent | null
}

/** Asks nothing while `on` is false. */
export function useConsentGate(purpose: ConsentPurpose, on: boolean): Gate {
  const query = useQuery(on ? 'dataRights.consents' : null, {})
  const consent = query.data?.items.find((one) => one.purpose === purpose)
  return { query, asked: consent === undefined || consent.state === 'given' ? null : consent }
}

/** What is read aloud: the document while it is asked for, else the page's own words. */
export const speakGate = ({ asked }: Gate, words: readonly string[]): readonly string[] =>
  asked === null ? words : [asked.title, ...asked.text]

/** Before anything is asked that needs agreement: the document as it is now, in full. Refusing leads back and closes nothing else. */
export function ConsentGate({ gate, children }: { gate: Gate; children: () => ReactNode }) {
  return (
    <Loaded query={gate.query} shape="bill">
      {() => (gate.asked === null ? children() : <Ask consent={gate.asked} />)}
    </Loaded>
  )
}

function Ask({ consent }: { consent: Consent }) {
  const act = useAct()
  const agree = async (): Promise<void> => {
    try {
      await call('dataRights.giveConsent', {
        params: { purpose: consent.purpose },
        body: { version: consent.version },
      })
    } finally {
      // Also when the document has changed meanwhile: the new one must be on the page before anybody agrees.
      await refreshQueries(['dataRights.consents'])
      toTop()
    }
  }
  return (
    <View>
      <ConsentText consent={consent} />
      <Problem error={act.problem} title={uiWords.notAgreed} />
      <View className="gap">
        <Button
          words={act.busy ? uiWords.sending : uiWords.agree}
          off={act.busy}
          onTap={() => {
            act.run(agree)
          }}
        />
        <Button
          words={uiWords.disagree}
          kind="plain"
          onTap={() => {
            void back()
          }}
        />
      </View>
      <CallTownship />
    </View>
  )
}

export function ConsentText({ consent }: { consent: Pick<Consent, 'title' | 'text' | 'version'> }) {
  return (
    <Card title={consent.title}>
      {consent.text.map((words) => (
        <Text key={words} className="para para-n">
          {words}
        </Text>
      ))}
      <Text className="sub">{uiWords.versionOf(consent.version)}</Text>
    </Card>
  )
}
