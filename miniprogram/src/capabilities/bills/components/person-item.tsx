import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import type { AccountPerson } from '@xlb/shared/bills/account-schemas.ts'
import { addDays, dayOf } from '@xlb/shared/platform/day-words.ts'
import { useAct } from '#platform/act/use-act.ts'
import { call } from '#platform/api/call.ts'
import { serverNow } from '#platform/api/clock.ts'
import { refreshQueries } from '#platform/api/query.ts'
import { AskFirst } from '#ui/more/ask-first.tsx'
import { Button } from '#ui/button.tsx'
import { Card } from '#ui/card.tsx'
import { KeyValue } from '#ui/key-value.tsx'
import { Problem } from '#ui/more/problem.tsx'
import { useWhen } from '#ui/more/when.ts'
import { peopleWords } from '../accounts.zh-CN.ts'
import './accounts.scss'
import { RoleTag } from './role-tag.tsx'

interface PersonItemProps {
  accountId: string
  person: AccountPerson
}

/** One person of the account: what they can, when they last did, and what the owner can change. */
export function PersonItem({ accountId, person }: PersonItemProps) {
  const { day } = useWhen()
  return (
    <Card title={person.name} end={<RoleTag account={{ role: person.role, status: 'ACTIVE' }} />}>
      {person.me && <Text className="para b">{peopleWords.me}</Text>}
      <Text className="para">{peopleWords.can[person.role]}</Text>
      <KeyValue name={peopleWords.since} value={day(dayOf(person.since))} />
      {person.until !== null && <KeyValue name={peopleWords.until} value={day(person.until)} />}
      {!person.me && (
        <KeyValue
          name={peopleWords.lastUsed}
          value={person.lastUsedOn === null ? peopleWords.never : day(person.lastUsedOn)}
        />
      )}
      {!person.me && <Changes accountId={accountId} person={person} />}
    </Card>
  )
}

function Changes({ accountId, person }: PersonItemProps) {
  const act = useAct()
  const params = { accountId, personId: person.personId }
  const change = (work: () => Promise<unknown>) => () => {
    act.run(async () => {
      await work()
      await refreshQueries(['bills.people'])
    })
  }
  const labelOf = (words: string): string => peopleWords.labelOf(words, person)
  return (
    <View className="ai-b">
      {person.role !== 'owner' && (
        <Grant
          person={person}
          busy={act.busy}
          onGrant={(until) => {
            change(() => call('bills.grantView', { params, body: { until } }))()
          }}
        />
      )}
      {person.role === 'viewer' && (
        <View className="gap">
          <AskFirst
            words={peopleWords.revoke}
            label={labelOf(peopleWords.revoke)}
            icon="undo"
            kind="quiet"
            title={peopleWords.revokeAsk(person.name)}
            note={peopleWords.revokeWords}
            yes={peopleWords.revokeYes}
            no={peopleWords.no}
            busy={act.busy}
            onYes={change(() => call('bills.revokeView', { params }))}
          />
        </View>
      )}
      <View className="gap">
        <AskFirst
          words={peopleWords.remove}
          label={labelOf(peopleWords.remove)}
          icon="close"
          kind="quiet"
          title={peopleWords.removeAsk(person.name)}
          note={peopleWords.removeWords}
          yes={peopleWords.removeYes}
          no={peopleWords.no}
          busy={act.busy}
          onYes={change(() => call('bills.removePerson', { params }))}
        />
      </View>
      <Problem error={act.problem} title={peopleWords.problem} />
    </View>
  )
}

interface GrantProps {
  person: AccountPerson
  busy: boolean
  onGrant: (until: string) => void
}

/** Always with an end: three months, half a year, a year. */
function Grant({ person, busy, onGrant }: GrantProps) {
  const { day } = useWhen()
  const [asked, setAsked] = useState(false)
  const ask = (value: boolean) => () => {
    setAsked(value)
  }
  const words = person.role === 'viewer' ? peopleWords.longer : peopleWords.grant
  if (!asked)
    return <Button words={words} label={peopleWords.labelOf(words, person)} kind="secondary" onTap={ask(true)} />
  const today = dayOf(serverNow())
  return (
    <View>
      <Text className="para b">{peopleWords.grantAsk(person.name)}</Text>
      <Text className="sub">{peopleWords.grantWords}</Text>
      <View className="ai-b">
        {peopleWords.terms.map(({ days, words: termWords }) => {
          const until = addDays(today, days)
          return (
            <Button
              key={days}
              words={termWords(day(until))}
              kind="secondary"
              off={busy}
              onTap={() => {
                setAsked(false)
                onGrant(until)
              }}
            />
          )
        })}
        <Button words={peopleWords.notYet} kind="plain" onTap={ask(false)} />
      </View>
    </View>
  )
}
