import { View } from '@tarojs/components'
import type { Member } from '@xlb/shared/families/contract.ts'
import { useQuery } from '#platform/api/query.ts'
import { page } from '#platform/fail/page.tsx'
import { go } from '#platform/nav/nav.ts'
import { useSession } from '#platform/session/session.ts'
import { ActionBar } from '#ui/action-bar.tsx'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { ListRow } from '#ui/list-row.tsx'
import { AnswerPage } from '#ui/more/answer-page.tsx'
import { spokenDay } from '#ui/more/when.ts'
import { MemberSections } from '../../components/member-sections.tsx'
import { standingOf, whyEnded } from '../../sentences.ts'
import { familyWords, relationWords } from '../../strings.zh-CN.ts'

function Family() {
  const { status } = useSession()
  const list = useQuery(status === 'signed-in' ? 'families.list' : null, {})
  return (
    <AnswerPage title={familyWords.title} query={list} speech={({ items }) => speak(items)} bar={<AddBar />}>
      {({ items }) => (
        <View>
          {items.length === 0 ? (
            <EmptyState title={familyWords.noneTitle} words={familyWords.none} />
          ) : (
            <MemberSections members={items} />
          )}
          <View className="gap card card-flush">
            <ListRow
              icon="help"
              title={familyWords.help}
              note={familyWords.helpNote}
              onTap={() => {
                void go('families.help')
              }}
            />
          </View>
        </View>
      )}
    </AnswerPage>
  )
}

function AddBar() {
  return (
    <ActionBar>
      <Button
        words={familyWords.add}
        onTap={() => {
          void go('families.add')
        }}
      />
    </ActionBar>
  )
}

const speak = (items: readonly Member[]): string[] =>
  items.length === 0 ? [familyWords.spokenNone] : items.map(speakMember)

function speakMember(member: Member): string {
  const { name, side, relation, until } = member
  const standing = standingOf(member)
  if (standing === 'over') return familyWords.spokenEnded(name, whyEnded(member))
  if (standing !== 'stands') return familyWords.spokenEnded(name, familyWords[standing])
  if (side === 'child') return familyWords.spokenGuardian(name, relationWords[relation])
  return familyWords.spokenChild(name, spokenDay(until))
}

export default page(Family)
