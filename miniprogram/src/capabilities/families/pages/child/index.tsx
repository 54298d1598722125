import { Text, View } from '@tarojs/components'
import type { Member } from '@xlb/shared/families/contract.ts'
import { once } from '#platform/act/once.ts'
import { useAct } from '#platform/act/use-act.ts'
import { refreshQueries, useQuery } from '#platform/api/query.ts'
import { page } from '#platform/fail/page.tsx'
import { back } from '#platform/nav/nav.ts'
import { usePageParams } from '#platform/nav/page.ts'
import { useSession } from '#platform/session/session.ts'
import { AskFirst } from '#ui/more/ask-first.tsx'
import { Button } from '#ui/button.tsx'
import { CallTownship } from '#ui/call-township.tsx'
import { Card } from '#ui/card.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { KeyValue } from '#ui/key-value.tsx'
import { AnswerPage } from '#ui/more/answer-page.tsx'
import { Problem } from '#ui/more/problem.tsx'
import { StateTag } from '#ui/state-tag.tsx'
import { spokenDay, useWhen } from '#ui/more/when.ts'
import { eighteenth, standingOf, standingTones } from '../../sentences.ts'
import { childWords, familyWords, relationWords } from '../../strings.zh-CN.ts'

function Child() {
  const { personId = '' } = usePageParams()
  const { status } = useSession()
  const child = useQuery(status === 'signed-in' ? 'families.child' : null, { params: { personId } })
  return (
    <AnswerPage
      title={childWords.title}
      query={child}
      shape="bill"
      speech={(member) => [childWords.spoken(member.name, spokenDay(member.until)), whyUntil(member), childWords.both]}
      gone={child.error?.status === 404 ? <Gone /> : null}
    >
      {(member) => (
        <View>
          <Facts member={member} />
          {member.can.end && <End member={member} />}
        </View>
      )}
    </AnswerPage>
  )
}

/** A kept copy must not go on showing a child whose guardian one is no longer. */
function Gone() {
  return (
    <View>
      <EmptyState title={childWords.gone} words={childWords.goneWords}>
        <Button
          words={childWords.back}
          kind="quiet"
          onTap={() => {
            void back('families.list')
          }}
        />
      </EmptyState>
      <CallTownship />
    </View>
  )
}

function whyUntil({ birthday, until }: Member): string {
  return birthday !== null && eighteenth(birthday) === until ? childWords.whyBirthday : childWords.whyDate
}

const proofs = { source: childWords.proofSource, counter: childWords.proofCounter } as const

function Facts({ member }: { member: Member }) {
  const { day } = useWhen()
  const standing = standingOf(member)
  return (
    <View>
      <Card title={member.name} end={<StateTag tone={standingTones[standing]} words={familyWords[standing]} />}>
        {member.birthday !== null && <KeyValue name={childWords.birthday} value={day(member.birthday)} />}
        <KeyValue name={childWords.relation} value={relationWords[member.relation]} />
        <KeyValue name={childWords.since} value={day(member.since)} />
        <KeyValue name={childWords.until} value={day(member.until)} />
        <KeyValue name={childWords.proof} value={member.proof === null ? childWords.proofNone : proofs[member.proof]} />
      </Card>
      <Card title={childWords.why}>
        <Text className="para">{whyUntil(member)}</Text>
        <Text className="sub">{childWords.both}</Text>
      </Card>
    </View>
  )
}

function End({ member }: { member: Member }) {
  const act = useAct()
  const end = async (): Promise<void> => {
    await once('families.end', { params: { guardianshipId: member.id }, body: {} }, `families.end:${member.id}`)
    await refreshQueries(['families.list', 'home.get'])
    await back('families.list')
  }
  return (
    <View className="gap">
      <AskFirst
        words={childWords.end}
        icon="close"
        title={childWords.endAsk}
        note={childWords.endWords}
        yes={childWords.endYes}
        no={childWords.endNo}
        busy={act.busy}
        onYes={() => {
          act.run(end)
        }}
      />
      <Problem error={act.problem} title={childWords.problem} />
    </View>
  )
}

export default page(Child)
