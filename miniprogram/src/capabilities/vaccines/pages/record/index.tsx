import { Text, View } from '@tarojs/components'
import type { VaccinePlan } from '@xlb/shared/vaccines/contract.ts'
import { useQuery } from '#platform/api/query.ts'
import { page } from '#platform/fail/page.tsx'
import { usePageParams } from '#platform/nav/page.ts'
import { useSession } from '#platform/session/session.ts'
import { AsOf } from '#ui/as-of.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { SectionTitle } from '#ui/section-title.tsx'
import { useElder } from '#ui/use-elder.ts'
import { VaccinePage } from '../../components/vaccine-page.tsx'
import { recordWords } from '../../strings.zh-CN.ts'
import { givenOf } from '../../summaries.ts'
import { wholeDay } from '../../times.ts'

/** Every dose that the registry knows, newest first. */
function Record() {
  const { personId = '' } = usePageParams()
  const signedIn = useSession().status === 'signed-in'
  const plan = useQuery(signedIn ? 'vaccines.plan' : null, { params: { personId } })
  return (
    <VaccinePage
      title={recordWords.title}
      query={plan}
      speech={(data) => givenOf(data).map(({ name, day, site }) => recordWords.spoken(name, wholeDay(day, true), site))}
    >
      {(data) => <Doses plan={data} />}
    </VaccinePage>
  )
}

function Doses({ plan }: { plan: VaccinePlan }) {
  const elder = useElder()
  const given = givenOf(plan)
  if (given.length === 0) return <EmptyState title={recordWords.none} words={recordWords.noneWords} />
  return (
    <View>
      <SectionTitle title={plan.person.name} note={recordWords.total(given.length)} />
      <View className="card card-flush">
        {given.map(({ name, day, site, lot }) => (
          <View key={`${name}${day}`} className="row">
            <View className="row-w">
              <Text className="row-t b">{name}</Text>
              <Text className="row-s">{wholeDay(day, elder)}</Text>
              <Text className="row-s">{lot === null ? site : `${site}，${recordWords.lot(lot)}`}</Text>
            </View>
          </View>
        ))}
      </View>
      <AsOf at={plan.asOf} source={plan.source} />
      <Text className="meta va-s">{recordWords.wrong}</Text>
    </View>
  )
}

export default page(Record)
