import { View } from '@tarojs/components'
import type { Consent } from '@xlb/shared/data-rights/contract.ts'
import { useAct } from '#platform/act/use-act.ts'
import { call } from '#platform/api/call.ts'
import { refreshQueries } from '#platform/api/query.ts'
import { AskFirst } from '#ui/more/ask-first.tsx'
import { Button } from '#ui/button.tsx'
import { Problem } from '#ui/more/problem.tsx'
import { StateTag } from '#ui/state-tag.tsx'
import { consentTones } from '../consent-tones.ts'
import { consentWords } from '../strings.zh-CN.ts'

export function ConsentAct({ consent }: { consent: Consent }) {
  const { purpose, version, state, withdrawing } = consent
  const act = useAct()
  const settle = (work: () => Promise<unknown>) => async (): Promise<void> => {
    try {
      await work()
    } finally {
      // Also after a refusal: the document may have changed meanwhile, and the new one belongs on the page.
      await refreshQueries(['dataRights.consents'])
    }
  }
  return (
    <View className="gap">
      <View className="tag-l">
        <StateTag tone={consentTones[state]} words={consentWords.state[state]} />
      </View>
      {state === 'given' ? (
        <AskFirst
          words={consentWords.withdraw}
          icon="undo"
          title={consentWords.withdrawAsk}
          note={withdrawing}
          yes={consentWords.withdrawYes}
          no={consentWords.withdrawNo}
          busy={act.busy}
          onYes={() => {
            act.run(settle(() => call('dataRights.withdrawConsent', { params: { purpose } })))
          }}
        />
      ) : (
        <Button
          words={act.busy ? consentWords.agreeing : agreeWords(state)}
          off={act.busy}
          onTap={() => {
            act.run(settle(() => call('dataRights.giveConsent', { params: { purpose }, body: { version } })))
          }}
        />
      )}
      <Problem error={act.problem} title={consentWords.problem} />
    </View>
  )
}

const agreeWords = (state: Consent['state']): string =>
  state === 'outdated' ? consentWords.agreeNew : consentWords.agree
