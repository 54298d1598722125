/** The county's side of a journey: officers over real HTTP with password and authenticator, since they have no pages of their own yet. */
import { accounts } from '@xlb/shared/accounts/contract.ts'
import { approvals } from '@xlb/shared/approvals/contract.ts'
import { desk, type DeskCaseKind } from '@xlb/shared/desk/contract.ts'
import type { DemoPerson } from '@xlb/shared/demo/roster.ts'
import { DEMO_STAFF_PASSWORD, demoOfficer } from '@xlb/shared/demo/staff.ts'
import { families } from '@xlb/shared/families/contract.ts'
import { staff } from '@xlb/shared/staff/contract.ts'
import { authenticatorCode } from '../support/authenticator.ts'
import { send } from '../support/call.ts'
import type { Stage } from './stage.ts'

export type Officer = Awaited<ReturnType<typeof officerAtWork>>

/** By the key of the demo officer (`suichang-counter-a`), at the desk of the whole county. */
export async function officerAtWork(stage: Stage, key: string) {
  const url = stage.urls.app
  const { totpSecret, tenant } = demoOfficer(key)
  const first = { username: key, password: DEMO_STAFF_PASSWORD, tenant }
  const { ticket } = (await send(url, staff.signIn, { body: first })).value()
  const { now } = await stage.control('clock')
  const code = authenticatorCode(totpSecret, Date.parse(String(now)))
  const { token } = (await send(url, staff.confirmSignIn, { body: { ticket, code } })).value()
  const as = { token }
  return {
    openCase: async (kind: DeskCaseKind) =>
      (await send(url, desk.open, { body: { unitCode: tenant, kind, personId: null } }, as)).value(),
    closeCase: async (caseId: string) =>
      (await send(url, desk.close, { params: { caseId }, body: { outcome: 'done' } }, as)).value(),
    find: async (caseNo: string, { name, idNo }: Pick<DemoPerson, 'name' | 'idNo'>) =>
      (await send(url, accounts.counterFindPerson, { body: { caseNo, name, idNo } }, as)).value(),
    /** With an ID card on the desk and the code on the phone beside it. */
    enter: async (
      caseNo: string,
      { name, idNo }: Pick<DemoPerson, 'name' | 'idNo'>,
      { villageCode, counterCode }: { villageCode: string; counterCode: string },
    ) => {
      const document = { kind: 'id-card' as const, number: idNo }
      const body = { caseNo, name, document, villageCode, counterCode }
      return (await send(url, accounts.counterEnterPerson, { body }, as)).value()
    },
    endSessions: async (caseNo: string, personId: string) => {
      const body = { caseNo, unbind: true }
      return (await send(url, accounts.counterEndSessions, { params: { personId }, body }, as)).value()
    },
    revoke: async (caseNo: string, guardianshipId: string) => {
      const body = { caseNo, reason: 'court' as const, emergency: false }
      return (await send(url, families.counterRevoke, { params: { guardianshipId }, body }, as)).value()
    },
    see: async (approvalId: string) => (await send(url, approvals.show, { params: { approvalId } }, as)).value(),
    approve: (approvalId: string) => send(url, approvals.approve, { params: { approvalId }, body: {} }, as),
  }
}
