import { Text, View } from '@tarojs/components'
import type { Consent } from '@xlb/shared/data-rights/contract.ts'
import { useQuery } from '#platform/api/query.ts'
import { page } from '#platform/fail/page.tsx'
import { go } from '#platform/nav/nav.ts'
import { useSession } from '#platform/session/session.ts'
import { AnswerPage } from '#ui/more/answer-page.tsx'
import { StateTag } from '#ui/state-tag.tsx'
import { useWhen } from '#ui/more/when.ts'
import { Icon, IconTile } from '#ui/icon.tsx'
import { Tap } from '#ui/tap.tsx'
import { consentTones } from '../../consent-tones.ts'
import { consentWords } from '../../strings.zh-CN.ts'

function Consents() {
  const { status } = useSession()
  const consents = useQuery(status === 'signed-in' ? 'dataRights.consents' : null, {})
  return (
    <AnswerPage title={consentWords.title} query={consents} speech={({ items }) => speak(items)}>
      {({ items }) => (
        <View>
          <Text className="sub">{consentWords.why}</Text>
          <View className="gap card card-flush">
            {items.map((consent) => (
              <ConsentRow key={consent.purpose} consent={consent} />
            ))}
          </View>
        </View>
      )}
    </AnswerPage>
  )
}

const speak = (items: readonly Consent[]): string[] => [
  consentWords.why,
  ...items.map(({ title, state }) => consentWords.spokenRow(title, consentWords.state[state])),
]

function ConsentRow({ consent }: { consent: Consent }) {
  return (
    <Tap
      className="row"
      onTap={() => {
        void go('data-rights.consent', { purpose: consent.purpose })
      }}
    >
      <IconTile name="shield" />
      <View className="row-w">
        <Text className="row-t b">{consent.title}</Text>
        <StateTag tone={consentTones[consent.state]} words={consentWords.state[consent.state]} />
        <Text className="row-s">{useSince(consent)}</Text>
      </View>
      <Icon name="next" className="row-go" />
    </Tap>
  )
}

function useSince({ state, at }: Consent): string {
  const { minute } = useWhen()
  if (at === null) return consentWords.notGiven
  return state === 'withdrawn' ? consentWords.withdrawnAt(minute(at)) : consentWords.givenAt(minute(at))
}

export default page(Consents)
