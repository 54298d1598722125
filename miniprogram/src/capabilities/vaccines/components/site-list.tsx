import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import type { ListedSite } from '@xlb/shared/vaccines/booking-endpoints.ts'
import { useAct } from '#platform/act/use-act.ts'
import { aria } from '#platform/aria.ts'
import { metresBetween } from '#platform/place/chinese-datum.ts'
import type { Position } from '#platform/place/chinese-datum.ts'
import { whereAmI } from '#platform/place/place.ts'
import { Button } from '#ui/button.tsx'
import { ChoiceRow } from '#ui/more/choice-row.tsx'
import { SectionTitle } from '#ui/section-title.tsx'
import { useElder } from '#ui/use-elder.ts'
import { siteWords } from '../seats.zh-CN.ts'
import { dayWords } from '../times.ts'

interface SiteListProps {
  sites: readonly ListedSite[]
  chosen: string
  onChoose: (siteId: string) => void
}

/** Where it can be given, the own township first. How far it is, the phone works out itself, and only when asked. */
export function SiteList({ sites, chosen, onChoose }: SiteListProps) {
  const [here, setHere] = useState<Position | null>(null)
  const [unknown, setUnknown] = useState(false)
  const act = useAct()
  const elder = useElder()
  const near = sites.filter((site) => site.near)
  const far = sites.filter((site) => !site.near)
  const rows = (shown: readonly ListedSite[]) => (
    <View {...aria({ role: 'radiogroup', label: siteWords.title })}>
      {byDistance(shown, here).map((site) => (
        <ChoiceRow
          key={site.id}
          title={site.name}
          notes={notesOf(site, here, elder)}
          chosen={site.id === chosen}
          onChoose={() => {
            onChoose(site.id)
          }}
        />
      ))}
    </View>
  )
  return (
    <View>
      {here === null && (
        <View className="card">
          <Button
            words={siteWords.howFar}
            kind="quiet"
            icon="pin"
            off={act.busy}
            onTap={() => {
              act.run(async () => {
                const found = await whereAmI()
                setHere(found)
                setUnknown(found === null)
              })
            }}
          />
          <View {...aria({ role: 'status', live: 'polite' })}>
            <Text className="row-s">{unknown ? siteWords.noPlace : siteWords.howFarNote}</Text>
          </View>
        </View>
      )}
      {near.length > 0 && <SectionTitle title={siteWords.near} />}
      {rows(near)}
      {near.length > 0 && far.length > 0 && <SectionTitle title={siteWords.far} />}
      {rows(far)}
      <View className="gap">
        <Button
          words={siteWords.keep}
          kind="secondary"
          onTap={() => {
            onChoose(chosen)
          }}
        />
      </View>
    </View>
  )
}

const distanceOf = ({ position }: ListedSite, here: Position | null): number | null =>
  here === null || position === null ? null : metresBetween(here, position)

function byDistance(sites: readonly ListedSite[], here: Position | null): readonly ListedSite[] {
  const far = (site: ListedSite): number => distanceOf(site, here) ?? Number.MAX_VALUE
  return here === null ? sites : [...sites].sort((one, other) => far(one) - far(other))
}

function notesOf(site: ListedSite, here: Position | null, elder: boolean): readonly string[] {
  const metres = distanceOf(site, here)
  return [
    site.opens === null ? siteWords.noneSoon : siteWords.opens(dayWords(site.opens, elder)),
    metres === null ? '' : siteWords.kilometres(metres),
    site.address,
    site.hours,
    site.phone,
  ]
}
