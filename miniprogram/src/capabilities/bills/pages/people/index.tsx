import { Text, View } from '@tarojs/components'
import { useQuery } from '#platform/api/query.ts'
import { page } from '#platform/fail/page.tsx'
import { usePageParams } from '#platform/nav/page.ts'
import { useSession } from '#platform/session/session.ts'
import { AnswerPage } from '#ui/more/answer-page.tsx'
import { peopleWords } from '../../accounts.zh-CN.ts'
import { AccountGone } from '../../components/gone.tsx'
import { PersonItem } from '../../components/person-item.tsx'
import { spokenName } from '../../strings.zh-CN.ts'

/** The owner sees everybody who pays or looks, and ends it with one tap. */
function People() {
  const { accountId = '' } = usePageParams()
  const signedIn = useSession().status === 'signed-in'
  const people = useQuery(signedIn ? 'bills.people' : null, { params: { accountId } })
  return (
    <AnswerPage
      title={peopleWords.title}
      query={people}
      speech={({ items }) => items.map(({ name, role }) => peopleWords.spoken(spokenName(name), peopleWords.can[role]))}
      gone={people.error?.answered === true ? <AccountGone /> : null}
    >
      {({ items }) => (
        <View>
          <View className="card">
            <Text className="para">{items.length < 2 ? peopleWords.onlyMe : peopleWords.intro}</Text>
          </View>
          {items.map((person) => (
            <PersonItem key={person.personId} accountId={accountId} person={person} />
          ))}
        </View>
      )}
    </AnswerPage>
  )
}

export default page(People)
