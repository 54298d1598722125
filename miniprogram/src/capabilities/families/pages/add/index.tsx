import { useState } from 'react'
import { View } from '@tarojs/components'
import type { Member } from '@xlb/shared/families/contract.ts'
import { useQuery } from '#platform/api/query.ts'
import { page } from '#platform/fail/page.tsx'
import { backTo, go } from '#platform/nav/nav.ts'
import { useSession } from '#platform/session/session.ts'
import { Button } from '#ui/button.tsx'
import { CallTownship } from '#ui/call-township.tsx'
import { ConsentGate, speakGate, useConsentGate } from '#ui/more/consent-gate.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Loaded } from '#ui/loaded.tsx'
import { PageShell } from '#ui/page-shell.tsx'
import { useWhen } from '#ui/more/when.ts'
import { AddChildForm } from '../../components/add-child-form.tsx'
import { addWords } from '../../strings.zh-CN.ts'

/** The parent's own name first, then agreement to the use of the child's data, then the child. */
function AddChild() {
  const { status } = useSession()
  const me = useQuery(status === 'signed-in' ? 'accounts.me' : null, {})
  const gate = useConsentGate('child-data', (me.data?.verified ?? null) !== null)
  const [added, setAdded] = useState<Member | null>(null)
  return (
    <PageShell title={addWords.title} own speech={speakGate(gate, addWords.spoken)}>
      {added === null ? (
        <Loaded query={me} shape="bill">
          {({ verified }) =>
            verified === null ? (
              <NameFirst />
            ) : (
              <ConsentGate gate={gate}>{() => <AddChildForm onAdded={setAdded} />}</ConsentGate>
            )
          }
        </Loaded>
      ) : (
        <Added member={added} />
      )}
    </PageShell>
  )
}

function NameFirst() {
  return (
    <View>
      <EmptyState title={addWords.realName} words={addWords.realNameWords}>
        <Button
          words={addWords.goRealName}
          onTap={() => {
            void go('accounts.real-name')
          }}
        />
      </EmptyState>
      <CallTownship />
    </View>
  )
}

function Added({ member }: { member: Member }) {
  const { day } = useWhen()
  const words = member.stands ? addWords.doneWords(member.name, day(member.until)) : addWords.waitingWords(member.name)
  return (
    <EmptyState title={member.stands ? addWords.done : addWords.waiting} words={words}>
      <Button
        words={addWords.ok}
        onTap={() => {
          void backTo('families.list')
        }}
      />
    </EmptyState>
  )
}

export default page(AddChild)
