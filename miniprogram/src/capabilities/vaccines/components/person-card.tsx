import { Text, View } from '@tarojs/components'
import type { VaccinePlan } from '@xlb/shared/vaccines/contract.ts'
import type { VaccineBooking } from '@xlb/shared/vaccines/booking-endpoints.ts'
import type { VaccinePerson } from '@xlb/shared/vaccines/vaccine-schemas.ts'
import type { ApiError } from '#platform/api/api-error.ts'
import { useQuery } from '#platform/api/query.ts'
import { go } from '#platform/nav/nav.ts'
import { Heading } from '#ui/heading.tsx'
import { Icon } from '#ui/icon.tsx'
import { StateTag } from '#ui/state-tag.tsx'
import { Tap } from '#ui/tap.tsx'
import { useElder } from '#ui/use-elder.ts'
import { doseOf, familyWords, relationWords, troubleWords } from '../strings.zh-CN.ts'
import { bookingFor, groupLines, standing } from '../summaries.ts'
import type { Due } from '../summaries.ts'
import { wholeDay, whenWords } from '../times.ts'

const NAMES_SHOWN = 3

/** One of the family: what is due, what is booked, what comes next; a tap shows all of it. */
export function PersonCard({ person }: { person: VaccinePerson }) {
  const { personId, name, relation } = person
  const plan = useQuery('vaccines.plan', { params: { personId } })
  const bookings = useQuery('vaccines.bookings', { params: { personId } })
  const known = plan.error?.answered === true ? undefined : plan.data
  return (
    <Tap
      className="card va-p"
      onTap={() => {
        void go('vaccines.plan', { personId })
      }}
    >
      <View className="va-a">{name.slice(-1)}</View>
      <View className="row-w">
        <View className="va-h">
          <Heading level="2" className="card-t">
            {name}
          </Heading>
          <Text className="meta">{relationWords[relation]}</Text>
        </View>
        {known === undefined ? (
          <Text className="row-s">{whyNot(plan.error)}</Text>
        ) : (
          <Summary plan={known} bookings={bookings.data?.items ?? []} />
        )}
      </View>
      <Icon name="next" className="row-go" />
    </Tap>
  )
}

function whyNot(error: ApiError | undefined): string {
  if (error === undefined) return familyWords.asking
  return error.code === 'consent-needed' ? troubleWords.consent : error.message
}

const namesOf = (lines: readonly Due[]): string =>
  familyWords.names(
    lines.slice(0, NAMES_SHOWN).map(({ name }) => name),
    lines.length,
  )

function Summary({ plan, bookings }: { plan: VaccinePlan; bookings: readonly VaccineBooking[] }) {
  const elder = useElder()
  const { now, soon, later } = groupLines(plan)
  const open = now.filter((line) => bookingFor(bookings, line.product) === undefined)
  const [next] = [...soon, ...later]
  const free = open.filter((line) => line.free)
  const paid = open.filter((line) => !line.free)
  const paidToo = elder ? familyWords.paidTooElder : familyWords.paidToo
  const paidOnly = elder ? familyWords.paidElder : familyWords.paid
  return (
    <View>
      {standing(bookings).map((one) => (
        <Text key={one.id} className="row-s va-b">
          {(elder ? familyWords.bookedElder : familyWords.booked)(
            whenWords(one.day, one.window.from, elder),
            doseOf(one.name, one.dose),
          )}
        </Text>
      ))}
      {free.length > 0 && (
        <View className="tag-l">
          <StateTag tone="due" words={(elder ? familyWords.dueElder : familyWords.due)(free.length)} />
        </View>
      )}
      {free.length > 0 && <Text className="row-s">{namesOf(free)}</Text>}
      {paid.length > 0 && <Text className="row-s">{free.length > 0 ? paidToo : paidOnly(namesOf(paid))}</Text>}
      {open.length === 0 && (
        <Text className="row-s">
          {next === undefined ? familyWords.nothing : familyWords.next(next.name, wholeDay(next.next.from, elder))}
        </Text>
      )}
    </View>
  )
}
