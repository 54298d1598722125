/** A person entered at the counter stands in the records only after a second officer compared the papers. */
import type { ApprovalKind } from '#platform/approvals/kind.ts'
import { ENTER_PERSON } from './acts/counter-enter-person.ts'
import { applyEntry, describeEntry, dropEntry } from './acts/decide-entry.ts'

export const enterPerson: ApprovalKind = {
  name: ENTER_PERSON,
  title: '登记到场核对的居民',
  proposeRoles: ['counter'],
  approveRoles: ['counter', 'duty-officer'],
  lapsesAfterHours: 72,
  emergency: false,
  apply: applyEntry,
  drop: (ctx, { recordId }) => dropEntry(ctx, recordId),
  describe: describeEntry,
}
