/**
 * approvals: what waits for a second officer. Promises that nobody decides their own proposal, under whatever staff record, nor their own or their
 * family's matter; that what was agreed to is done once decided, also after a crash; and that an emergency which went ahead shows whether somebody agreed in
 * time. Kinds are declared by the capabilities whose acts they are.
 */
import { setApprovalKinds } from '#platform/approvals/kinds.ts'
import { workDueApprovals } from '#platform/approvals/work-due.ts'
import { setRelations } from '#platform/authority/authority.ts'
import type { Capability } from '#platform/capability.ts'
import { approvalRoutes } from './http.ts'
import { approvalsPersonalData, approvalsRetention } from './personal-data.ts'
import { verifyApprovals } from './verify.ts'

export const approvals: Capability = {
  name: 'approvals',
  routes: approvalRoutes,
  start({ capabilities }) {
    setApprovalKinds(capabilities.flatMap((one) => one.approvals ?? []))
    setRelations(capabilities.flatMap((one) => one.related ?? []))
  },
  jobs: [{ name: 'work-approvals', every: '2 seconds', wakeOn: ['approvals'], run: workDueApprovals }],
  retention: [approvalsRetention],
  personalData: approvalsPersonalData,
  verify: { approvals: verifyApprovals },
}
