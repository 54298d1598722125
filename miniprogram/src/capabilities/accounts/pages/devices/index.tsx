import { Text, View } from '@tarojs/components'
import type { CallOutput } from '#platform/api/endpoints.ts'
import { useQuery } from '#platform/api/query.ts'
import { page } from '#platform/fail/page.tsx'
import { go } from '#platform/nav/nav.ts'
import { useSession } from '#platform/session/session.ts'
import { ListRow } from '#ui/list-row.tsx'
import { AnswerPage } from '#ui/more/answer-page.tsx'
import { spokenMinute } from '#ui/more/when.ts'
import { LoginCard } from '../../components/login-card.tsx'
import { deviceWords } from '../../devices.zh-CN.ts'

type Login = CallOutput<'accounts.logins'>['items'][number]

function Devices() {
  const { status } = useSession()
  const logins = useQuery(status === 'signed-in' ? 'accounts.logins' : null, {})
  return (
    <AnswerPage title={deviceWords.title} query={logins} speech={({ items }) => speak(items)}>
      {({ items }) => (
        <View>
          <Text className="sub">{deviceWords.why}</Text>
          <View className="gap">
            {items.map((login) => (
              <LoginCard key={login.id} login={login} />
            ))}
          </View>
          <View className="gap card card-flush">
            <ListRow
              icon="help"
              title={deviceWords.lost}
              note={deviceWords.lostNote}
              onTap={() => {
                void go('accounts.lost-phone')
              }}
            />
          </View>
        </View>
      )}
    </AnswerPage>
  )
}

function speak(items: readonly Login[]): string[] {
  return [
    deviceWords.spokenCount(items.length),
    ...items.map(({ client, since, current }) =>
      deviceWords.spokenRow(deviceWords.client[client], spokenMinute(since), current),
    ),
    deviceWords.why,
  ]
}

export default page(Devices)
