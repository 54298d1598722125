import { Text, View } from '@tarojs/components'
import { useAct } from '#platform/act/use-act.ts'
import { call } from '#platform/api/call.ts'
import type { CallOutput } from '#platform/api/endpoints.ts'
import { refreshQueries } from '#platform/api/query.ts'
import { AskFirst } from '#ui/more/ask-first.tsx'
import { Heading } from '#ui/heading.tsx'
import { IconTile } from '#ui/icon.tsx'
import { Problem } from '#ui/more/problem.tsx'
import { StateTag } from '#ui/state-tag.tsx'
import { useWhen } from '#ui/more/when.ts'
import '#ui/more/more-icons.scss'
import { deviceWords } from '../devices.zh-CN.ts'
import './accounts.scss'

/** One place where the person is signed in; every one but this very session can be ended from here. */
export function LoginCard({ login }: { login: CallOutput<'accounts.logins'>['items'][number] }) {
  const act = useAct()
  const when = useWhen().minute(login.since)
  const client = deviceWords.client[login.client]
  const end = async (): Promise<void> => {
    await call('accounts.endLogin', { params: { sessionId: login.id } })
    await refreshQueries(['accounts.logins'])
  }
  return (
    <View className="card">
      <View className="dv">
        <IconTile name="device" />
        <View className="row-w">
          <Heading level="2" className="row-t b">
            {client}
          </Heading>
          <Text className="row-s">{deviceWords.since(when)}</Text>
          {!login.sameWechat && <Text className="row-s">{deviceWords.otherWechat}</Text>}
        </View>
        {login.current && <StateTag tone="credited" words={deviceWords.here} />}
      </View>
      {!login.current && (
        <View className="dv-b">
          <AskFirst
            words={deviceWords.end}
            label={deviceWords.endLabel(client, when)}
            icon="leave"
            kind="quiet"
            title={deviceWords.endAsk}
            note={deviceWords.endWords}
            yes={deviceWords.endYes}
            no={deviceWords.endNo}
            busy={act.busy}
            onYes={() => {
              act.run(end)
            }}
          />
        </View>
      )}
      <Problem error={act.problem} title={deviceWords.problem} />
    </View>
  )
}
