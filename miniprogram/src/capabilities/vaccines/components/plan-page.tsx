import { Text, View } from '@tarojs/components'
import { localMinute } from '@xlb/shared/platform/day-words.ts'
import type { VaccineBooking } from '@xlb/shared/vaccines/booking-endpoints.ts'
import type { PlanLine, VaccinePlan } from '@xlb/shared/vaccines/contract.ts'
import { useQuery } from '#platform/api/query.ts'
import { go } from '#platform/nav/nav.ts'
import { useSession } from '#platform/session/session.ts'
import { AsOf } from '#ui/as-of.tsx'
import { Banner } from '#ui/banner.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { ListRow } from '#ui/list-row.tsx'
import { SectionTitle } from '#ui/section-title.tsx'
import { useElder } from '#ui/use-elder.ts'
import { familyWords, planWords } from '../strings.zh-CN.ts'
import { bookingFor, givenOf, groupLines, reasonWords, speakPlan, standing } from '../summaries.ts'
import type { Due } from '../summaries.ts'
import { wholeDay } from '../times.ts'
import { BookingRows } from './booking-rows.tsx'
import { DueLines } from './due-lines.tsx'
import { VaccinePage, callOf } from './vaccine-page.tsx'

interface PlanPageProps {
  personId: string
  /** The family is only oneself: the way to add a child stands here. */
  alone?: boolean
}

/** Everything of one person: booked, due, later, not now, done. */
export function PlanPage({ personId, alone = false }: PlanPageProps) {
  const signedIn = useSession().status === 'signed-in'
  const plan = useQuery(signedIn ? 'vaccines.plan' : null, { params: { personId } })
  const bookings = useQuery(signedIn ? 'vaccines.bookings' : null, { params: { personId } })
  const items = bookings.data?.items ?? []
  const site = standing(items)[0]?.site
  const title = alone ? familyWords.title : planWords.titleOf(plan.data?.person.name ?? '')
  return (
    <VaccinePage
      title={plan.data === undefined && !alone ? planWords.title : title}
      query={plan}
      speech={(data) => speakPlan(data, items)}
      call={site === undefined ? undefined : callOf(site)}
    >
      {(data) => (
        <View>
          <Parts plan={data} bookings={items} personId={personId} />
          {alone && <FamilyRow title={familyWords.add} note={familyWords.addNote} />}
        </View>
      )}
    </VaccinePage>
  )
}

export function FamilyRow({ title, note }: { title: string; note?: string }) {
  return (
    <View className="gap card card-flush">
      <ListRow
        icon="family"
        title={title}
        {...(note === undefined ? {} : { note })}
        onTap={() => {
          void go('families.list')
        }}
      />
    </View>
  )
}

interface PartsProps {
  plan: VaccinePlan
  bookings: readonly VaccineBooking[]
  personId: string
}

function Parts({ plan, bookings, personId }: PartsProps) {
  const elder = useElder()
  const { now, soon, later, cannot, done } = groupLines(plan)
  const booked = standing(bookings)
  const isOpen = ({ product }: Due): boolean => bookingFor(bookings, product) === undefined
  const open = now.filter(isOpen)
  const near = soon.filter(isOpen)
  return (
    <View>
      {!plan.fresh && (
        <Banner tone="stale" icon="alert" title={planWords.old(localMinute(plan.asOf))} words={planWords.oldWords} />
      )}
      {booked.length > 0 && <SectionTitle title={planWords.booked} />}
      {booked.length > 0 && <BookingRows bookings={booked} />}
      {open.length > 0 && <SectionTitle title={elder ? planWords.nowElder : planWords.now} />}
      {open.length > 0 && <DueLines lines={open} personId={personId} main />}
      {open.length === 0 && booked.length === 0 && (
        <EmptyState title={planWords.nothingNow} words={planWords.nothingNowWords} />
      )}
      {near.length > 0 && <SectionTitle title={planWords.soon} />}
      {near.length > 0 && <DueLines lines={near} personId={personId} main={open.length === 0} />}
      <Later lines={later} />
      <Cannot lines={cannot} />
      {done.length > 0 && <SectionTitle title={planWords.done} />}
      {done.length > 0 && (
        <View className="card">
          <Text className="para">{done.map(({ name }) => name).join('、')}</Text>
        </View>
      )}
      <View className="gap card card-flush">
        <ListRow
          icon="vaccine"
          title={planWords.record}
          note={planWords.recordCount(givenOf(plan).length)}
          onTap={() => {
            void go('vaccines.record', { personId })
          }}
        />
      </View>
      <AsOf at={plan.asOf} source={plan.source} />
      <Text className="meta va-s">{planWords.schedule(plan.schedule)}</Text>
    </View>
  )
}

function Later({ lines }: { lines: readonly Due[] }) {
  const elder = useElder()
  if (lines.length === 0) return null
  return (
    <View>
      <SectionTitle title={planWords.later} />
      <View className="card card-flush">
        {lines.map(({ product, name, next: { from, dose } }) => (
          <View key={product} className="row">
            <View className="row-w">
              <Text className="row-t">{name}</Text>
              <Text className="row-s">
                {elder ? planWords.fromElder(wholeDay(from, true), dose) : planWords.from(from, dose)}
              </Text>
            </View>
          </View>
        ))}
      </View>
    </View>
  )
}

function Cannot({ lines }: { lines: readonly PlanLine[] }) {
  const elder = useElder()
  if (lines.length === 0) return null
  return (
    <View>
      <SectionTitle title={planWords.cannot} />
      <View className="card card-flush">
        {lines.map(({ product, name, none }) => (
          <View key={product} className="row">
            <View className="row-w">
              <Text className="row-t">{name}</Text>
              <Text className="row-s">{none === null ? '' : reasonWords(none, null, elder)}</Text>
            </View>
          </View>
        ))}
      </View>
    </View>
  )
}
