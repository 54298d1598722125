import { Text, View } from '@tarojs/components'
import type { Me } from '@xlb/shared/accounts/contract.ts'
import type { CallOutput } from '#platform/api/endpoints.ts'
import type { Query } from '#platform/api/query.ts'
import { back, go } from '#platform/nav/nav.ts'
import { ActionBar } from '#ui/action-bar.tsx'
import { Button } from '#ui/button.tsx'
import { CallTownship } from '#ui/call-township.tsx'
import { Card } from '#ui/card.tsx'
import { Loaded } from '#ui/loaded.tsx'
import { PageShell } from '#ui/page-shell.tsx'
import { SectionTitle } from '#ui/section-title.tsx'
import { villageWords } from '../village.zh-CN.ts'
import { PlainRow } from './plain-row.tsx'

export type Places = CallOutput<'organisations.places'>

interface TownshipPageProps {
  places: Query<Places>
  me: Me | null
  /** Offered after the first sign-in: it can be left for later. */
  first: boolean
}

export function TownshipPage({ places, me, first }: TownshipPageProps) {
  const village = me?.village ?? null
  const place = `${me?.township ?? ''}${village ?? ''}`
  return (
    <PageShell
      title={villageWords.title}
      own
      speech={village === null ? villageWords.spoken : [villageWords.spokenNow(place), ...villageWords.spoken]}
      bar={first ? <LaterBar /> : undefined}
    >
      <Card title={village === null ? villageWords.none : place}>
        <Text className="sub">{villageWords.why}</Text>
      </Card>
      <SectionTitle title={villageWords.townships} note={me?.tenant.name ?? ''} />
      <Loaded query={places} shape="rows">
        {({ townships }) => (
          <View>
            <View className="card card-flush">
              {townships.map(({ code, name }) => (
                <PlainRow
                  key={code}
                  title={name}
                  onTap={() => {
                    void go('accounts.village', { township: code })
                  }}
                />
              ))}
              <PlainRow
                title={villageWords.otherCounty}
                onTap={() => {
                  void go('accounts.county')
                }}
              />
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

function LaterBar() {
  return (
    <ActionBar hint={villageWords.laterHint}>
      <Button
        words={villageWords.later}
        kind="secondary"
        onTap={() => {
          void back()
        }}
      />
    </ActionBar>
  )
}
