import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { useAct } from '#platform/act/use-act.ts'
import type { CallOutput } from '#platform/api/endpoints.ts'
import { useQuery } from '#platform/api/query.ts'
import { aria } from '#platform/aria.ts'
import { page } from '#platform/fail/page.tsx'
import { back, replace } from '#platform/nav/nav.ts'
import { switchCounty, useSession } from '#platform/session/session.ts'
import { useSessionStore } from '#platform/session/store.ts'
import { ActionBar } from '#ui/action-bar.tsx'
import { Button } from '#ui/button.tsx'
import { CallTownship } from '#ui/call-township.tsx'
import { Card } from '#ui/card.tsx'
import { ChoiceRow } from '#ui/more/choice-row.tsx'
import { Loaded } from '#ui/loaded.tsx'
import { PageShell } from '#ui/page-shell.tsx'
import { Problem } from '#ui/more/problem.tsx'
import { SectionTitle } from '#ui/section-title.tsx'
import { countyWords } from '../../village.zh-CN.ts'

type Known = CallOutput<'accounts.counties'>['items']

function County() {
  const { status, me } = useSession()
  const open = useQuery('organisations.counties', {})
  const known = useQuery(status === 'signed-in' ? 'accounts.counties' : null, {})
  const [picked, setPicked] = useState<string | null>(null)
  const act = useAct()
  const here = me?.tenant.code ?? null
  const chosen = picked ?? here
  const same = chosen === here
  return (
    <PageShell
      title={countyWords.title}
      own
      speech={countyWords.spoken}
      bar={
        <ActionBar {...(same ? { hint: countyWords.same } : {})}>
          <Button
            words={act.busy ? countyWords.going : countyWords.go}
            off={act.busy || same}
            onTap={() => {
              if (chosen !== null) act.run(() => move(chosen))
            }}
          />
        </ActionBar>
      }
    >
      <Card>
        <Text className="para">{countyWords.why}</Text>
      </Card>
      <SectionTitle title={countyWords.list} />
      <Loaded query={open} shape="rows">
        {({ items }) => (
          <View {...aria({ role: 'radiogroup', label: countyWords.list })}>
            {items.map(({ code, name }) => (
              <ChoiceRow
                key={code}
                title={name}
                note={code === here ? countyWords.here : noteOf(known.data?.items ?? [], code)}
                chosen={code === chosen}
                onChoose={() => {
                  setPicked(code)
                }}
              />
            ))}
          </View>
        )}
      </Loaded>
      <Problem error={act.problem} title={countyWords.problem} />
      <View className="gap">
        <CallTownship />
      </View>
    </PageShell>
  )
}

function noteOf(known: Known, code: string): string {
  const record = known.find((one) => one.code === code)
  if (record === undefined) return countyWords.fresh
  return record.village === null ? countyWords.knownOnly : countyWords.known(record.village)
}

/** There the village comes first, as after any first sign-in. */
async function move(tenant: string): Promise<void> {
  await switchCounty(tenant)
  if (useSessionStore.getState().me?.village === null) await replace('accounts.village', { first: 'yes' })
  else await back()
}

export default page(County)
