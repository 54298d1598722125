import type { AccountRow } from '@xlb/shared/bills/account-schemas.ts'
import { accountRoleWords, utilityAccountStateWords } from '@xlb/shared/bills/messages.zh-CN.ts'
import { StateTag } from '#ui/state-tag.tsx'
import type { Tone } from '#ui/state-tag.tsx'
import { useElder } from '#ui/use-elder.ts'

const tones: Readonly<Record<AccountRow['role'], Tone>> = { owner: 'booked', viewer: 'paid', payer: 'paid' }

/** What one is to the account; a stopped account says so instead. */
export function RoleTag({ account: { role, status } }: { account: Pick<AccountRow, 'role' | 'status'> }) {
  const view = useElder() ? 'elder' : 'standard'
  if (status === 'STOPPED') return <StateTag tone="stale" words={utilityAccountStateWords.STOPPED[view]} />
  return <StateTag tone={tones[role]} words={accountRoleWords[role][view]} />
}
