import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import type { Me } from '@xlb/shared/accounts/contract.ts'
import { refreshQueries, useQuery } from '#platform/api/query.ts'
import { page } from '#platform/fail/page.tsx'
import { rememberMe, useSession } from '#platform/session/session.ts'
import { Banner } from '#ui/banner.tsx'
import { CallTownship } from '#ui/call-township.tsx'
import { Card } from '#ui/card.tsx'
import { Loaded } from '#ui/loaded.tsx'
import { PageShell } from '#ui/page-shell.tsx'
import { NumberByCode } from '../../components/number-by-code.tsx'
import { NumberByWechat } from '../../components/number-by-wechat.tsx'
import { phoneWords } from '../../identity.zh-CN.ts'

/** Two ways to the same number; neither is a condition of anything. */
function Phone() {
  const { status } = useSession()
  const me = useQuery(status === 'signed-in' ? 'accounts.me' : null, {})
  const [done, setDone] = useState(false)
  const phone = me.data?.phone ?? null
  const bound = async (next: Me): Promise<void> => {
    rememberMe(next)
    setDone(true)
    await refreshQueries(['accounts.me'])
  }
  return (
    <PageShell
      title={phoneWords.title}
      own
      speech={phone === null ? phoneWords.spoken : [phoneWords.spokenNow(phone), ...phoneWords.spoken]}
    >
      <Loaded query={me} shape="bill">
        {() => (
          <View>
            <Card title={phone ?? phoneWords.none}>
              <Text className="sub">{phoneWords.why}</Text>
            </Card>
            {done && (
              <View className="gap">
                <Banner tone="credited" icon="done" alert title={phoneWords.done} />
              </View>
            )}
            <View className="gap">
              <NumberByWechat onBound={bound} />
              <NumberByCode onBound={bound} />
            </View>
            <View className="gap">
              <CallTownship />
            </View>
          </View>
        )}
      </Loaded>
    </PageShell>
  )
}

export default page(Phone)
