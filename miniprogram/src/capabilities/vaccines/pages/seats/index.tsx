import { View } from '@tarojs/components'
import { useState } from 'react'
import { useQuery } from '#platform/api/query.ts'
import { page } from '#platform/fail/page.tsx'
import { toTop, usePageParams } from '#platform/nav/page.ts'
import { PageShell } from '#ui/page-shell.tsx'
import { useElder } from '#ui/use-elder.ts'
import { SeatBar } from '../../components/seat-bar.tsx'
import { SeatCards } from '../../components/seat-cards.tsx'
import { SiteList } from '../../components/site-list.tsx'
import { VaccinePage, callOf } from '../../components/vaccine-page.tsx'
import { chosenIn } from '../../choices.ts'
import type { Choice } from '../../choices.ts'
import { speakSeats, speakSites } from '../../seat-sentences.ts'
import { seatWords, siteWords } from '../../seats.zh-CN.ts'
import { usePlace } from '../../use-place.ts'
import { useSeats } from '../../use-seats.ts'

/** Where, on which day, at what time: chosen already as well as may be, and one tap from the hold. */
function Seats() {
  const { personId = '', product = '', siteId: asked, bookingId = '' } = usePageParams()
  const elder = useElder()
  const here = useSeats(personId, product, asked)
  const moving = useQuery(bookingId === '' ? null : 'vaccines.booking', { params: { personId, bookingId } }).data
  const [choice, setChoice] = useState<Choice | null>(null)
  const [choosingSite, setChoosingSite] = useState(false)
  const placing = usePlace({ personId, product, moving })
  const { seats, sites } = here
  const choose = (next: Choice | null): void => {
    placing.clear()
    setChoice(next)
  }
  const showSites = (shown: boolean): void => {
    setChoosingSite(shown)
    toTop()
  }
  if (choosingSite) {
    return (
      <PageShell title={siteWords.title} own speech={speakSites(sites.data?.items ?? [])}>
        <SiteList
          sites={sites.data?.items ?? []}
          chosen={here.siteId}
          onChoose={(siteId) => {
            if (siteId !== here.siteId) choose(null)
            here.choose(siteId)
            showSites(false)
          }}
        />
      </PageShell>
    )
  }
  const query = sites.error !== undefined && sites.data === undefined ? { ...seats, ...failed(sites) } : seats
  const title = bookingId !== '' ? seatWords.titleChange : elder ? seatWords.titleElder : seatWords.title
  return (
    <VaccinePage
      title={title}
      query={query}
      shape="bill"
      speech={speakSeats}
      call={seats.data === undefined ? undefined : callOf(seats.data.site)}
      bar={(data) => (
        <SeatBar
          seats={data}
          chosen={chosenIn(data.days, choice ?? data.offer)}
          placing={placing}
          moving={moving}
          stale={seats.asOf !== null}
          onTake={choose}
        />
      )}
    >
      {(data) => (
        <View>
          <SeatCards
            seats={data}
            choice={choice}
            skipped={here.skipped}
            moving={moving}
            onChoose={choose}
            onOtherSite={() => {
              showSites(true)
            }}
          />
        </View>
      )}
    </VaccinePage>
  )
}

/** The list of sites could not be had: that is what stands on the page, and what is asked again. */
const failed = ({ error, refresh }: ReturnType<typeof useSeats>['sites']) => ({ error, refresh })

export default page(Seats)
