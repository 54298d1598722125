import { Text, View } from '@tarojs/components'
import type { Member } from '@xlb/shared/families/contract.ts'
import { go } from '#platform/nav/nav.ts'
import { Button } from '#ui/button.tsx'
import { Heading } from '#ui/heading.tsx'
import { SectionTitle } from '#ui/section-title.tsx'
import { StateTag } from '#ui/state-tag.tsx'
import { useWhen } from '#ui/more/when.ts'
import { standingOf, standingTones, whyEnded } from '../sentences.ts'
import { familyWords, relationWords } from '../strings.zh-CN.ts'
import './families.scss'

/** Children one acts for, guardians who act for one, and what is over: never mixed. */
export function MemberSections({ members }: { members: readonly Member[] }) {
  const living = members.filter((member) => !isOver(member))
  return (
    <View>
      <Section title={familyWords.children} members={living.filter(({ side }) => side === 'guardian')} />
      <Section title={familyWords.guardians} members={living.filter(({ side }) => side === 'child')} />
      <Section title={familyWords.ended} members={members.filter(isOver)} />
    </View>
  )
}

function isOver(member: Member): boolean {
  const standing = standingOf(member)
  return standing === 'over' || standing === 'refused'
}

function Section({ title, members }: { title: string; members: readonly Member[] }) {
  if (members.length === 0) return null
  return (
    <View>
      <SectionTitle title={title} />
      {members.map((member) => (
        <MemberCard key={member.id} member={member} />
      ))}
    </View>
  )
}

function MemberCard({ member }: { member: Member }) {
  const { day } = useWhen()
  const standing = standingOf(member)
  const relation = relationWords[member.relation]
  const why = whyEnded(member)
  return (
    <View className="card">
      <View className="fm">
        <View className="fm-a">{member.name.slice(-1)}</View>
        <View className="row-w">
          <Heading level="3" className="row-t b">
            {member.name}
          </Heading>
          <Text className="row-s">
            {member.side === 'guardian' ? familyWords.iAm(relation) : familyWords.theyAre(relation)}
          </Text>
          <Text className="row-s">{why === '' ? familyWords.until(day(member.until)) : why}</Text>
        </View>
        <StateTag tone={standingTones[standing]} words={familyWords[standing]} />
      </View>
      {member.side === 'guardian' && standing === 'stands' && (
        <View className="fm-b">
          <Button
            words={familyWords.see}
            label={familyWords.seeLabel(member.name)}
            kind="quiet"
            onTap={() => {
              void go('families.child', { personId: member.personId })
            }}
          />
        </View>
      )}
    </View>
  )
}
