import { View } from '@tarojs/components'
import { useState } from 'react'
import type { Me } from '@xlb/shared/accounts/contract.ts'
import { useAct } from '#platform/act/use-act.ts'
import { call } from '#platform/api/call.ts'
import { refreshQueries } from '#platform/api/query.ts'
import type { Query } from '#platform/api/query.ts'
import { aria } from '#platform/aria.ts'
import { back } from '#platform/nav/nav.ts'
import { rememberMe } from '#platform/session/session.ts'
import { ActionBar } from '#ui/action-bar.tsx'
import { Button } from '#ui/button.tsx'
import { CallTownship } from '#ui/call-township.tsx'
import { ChoiceRow } from '#ui/more/choice-row.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Loaded } from '#ui/loaded.tsx'
import { PageShell } from '#ui/page-shell.tsx'
import { Problem } from '#ui/more/problem.tsx'
import { SectionTitle } from '#ui/section-title.tsx'
import { villageWords } from '../village.zh-CN.ts'
import { DoneCard } from './done-card.tsx'
import type { Places } from './township-page.tsx'

interface VillagePageProps {
  places: Query<Places>
  me: Me | null
  /** Nine digits. */
  township: string
}

type Township = Places['townships'][number]

export function VillagePage({ places, me, township }: VillagePageProps) {
  const here = places.data?.townships.find(({ code }) => code === township)
  const [picked, setPicked] = useState<string | null>(null)
  const [done, setDone] = useState(false)
  const act = useAct()
  const chosen = picked ?? present(here, me)
  const choose = async (villageCode: string): Promise<void> => {
    rememberMe(await call('accounts.chooseVillage', { body: { villageCode } }))
    setDone(true)
    await refreshQueries(['accounts.me', 'home.get'])
  }
  if (done) return <Done place={`${me?.township ?? ''}${me?.village ?? ''}`} />
  return (
    <PageShell
      title={villageWords.title}
      own
      speech={
        here === undefined
          ? []
          : [villageWords.spokenVillages(here.name), here.villages.map(({ name }) => name).join('，')]
      }
      bar={
        <ActionBar {...(chosen === null ? { hint: villageWords.pickFirst } : {})}>
          <Button
            words={act.busy ? villageWords.picking : villageWords.pick}
            off={act.busy || chosen === null}
            onTap={() => {
              if (chosen !== null) act.run(() => choose(chosen))
            }}
          />
        </ActionBar>
      }
    >
      <Loaded query={places} shape="rows">
        {() => (here === undefined ? <NotThere /> : <Villages township={here} chosen={chosen} onPick={setPicked} />)}
      </Loaded>
      <Problem error={act.problem} title={villageWords.problem} />
      <View className="gap">
        <CallTownship />
      </View>
    </PageShell>
  )
}

/** The account names its village, not its code: names are told apart within one township. */
function present(here: Township | undefined, me: Me | null): string | null {
  if (here === undefined || me?.township !== here.name) return null
  return here.villages.find(({ name }) => name === me.village)?.code ?? null
}

interface VillagesProps {
  township: Township
  chosen: string | null
  onPick: (code: string) => void
}

function Villages({ township, chosen, onPick }: VillagesProps) {
  const title = villageWords.villages(township.name)
  return (
    <View>
      <SectionTitle title={title} />
      <View {...aria({ role: 'radiogroup', label: title })}>
        {township.villages.map(({ code, name }) => (
          <ChoiceRow
            key={code}
            title={name}
            chosen={code === chosen}
            onChoose={() => {
              onPick(code)
            }}
          />
        ))}
      </View>
    </View>
  )
}

function NotThere() {
  return <EmptyState title={villageWords.notThere} words={villageWords.notThereWords} />
}

function Done({ place }: { place: string }) {
  const words = villageWords.doneWords(place)
  return (
    <PageShell title={villageWords.title} own speech={[words]}>
      <DoneCard
        title={villageWords.done}
        words={words}
        button={villageWords.ok}
        onTap={() => {
          void back('home', 2)
        }}
      />
    </PageShell>
  )
}
