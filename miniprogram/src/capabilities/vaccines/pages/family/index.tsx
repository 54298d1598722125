import { View } from '@tarojs/components'
import type { VaccinePerson } from '@xlb/shared/vaccines/vaccine-schemas.ts'
import { useQuery } from '#platform/api/query.ts'
import { page } from '#platform/fail/page.tsx'
import { useSession } from '#platform/session/session.ts'
import { useElder } from '#ui/use-elder.ts'
import { PersonCard } from '../../components/person-card.tsx'
import { FamilyRow, PlanPage } from '../../components/plan-page.tsx'
import { VaccinePage, stops } from '../../components/vaccine-page.tsx'
import { familyWords } from '../../strings.zh-CN.ts'

/** Whose vaccine it is; where there is nobody but oneself, what is due at once. */
function Family() {
  const elder = useElder()
  const signedIn = useSession().status === 'signed-in'
  const people = useQuery(signedIn ? 'vaccines.people' : null, {})
  const [only, ...others] = people.data?.items ?? []
  if (only !== undefined && others.length === 0 && !stops(people)) return <PlanPage personId={only.personId} alone />
  return (
    <VaccinePage
      title={familyWords.title}
      query={people}
      speech={({ items }) => [familyWords.spoken(items.length), ...items.map(({ name }) => `${name}。`)]}
    >
      {({ items }) => (
        <View>
          {inOrder(items, elder).map((person) => (
            <PersonCard key={person.personId} person={person} />
          ))}
          <FamilyRow title={familyWords.more} />
        </View>
      )}
    </VaccinePage>
  )
}

/** Parents come for their children; whoever uses the elder view comes for themselves. */
function inOrder(people: readonly VaccinePerson[], elder: boolean): readonly VaccinePerson[] {
  const [self, children] = [
    people.filter(({ relation }) => relation === 'self'),
    people.filter(({ relation }) => relation === 'child'),
  ]
  return elder ? [...self, ...children] : [...children, ...self]
}

export default page(Family)
