/**
 * staff: the accounts of officers, their two factors, their roles. Promises that nobody is admitted whose account was closed, moved, reset or given
 * other roles since they signed in, that nobody changes their own account, and that the three administrations stay apart. Gives out names and units of
 * officers, never what they sign in with.
 */
import type { Capability } from '#platform/capability.ts'
import type { Ctx } from '#platform/context.ts'
import { endAll } from '#platform/db/end-all.ts'
import type { House } from '#platform/house.ts'
import { admitStaff } from './acts/admit-staff.ts'
import { ledgerBeside } from '#platform/audit/outside-ledger.ts'
import { STAFF_CHANGED } from './acts/change-officer.ts'
import { holdRevocations, noteOfficer } from './acts/hold-revocations.ts'
import { SESSION_KEPT_DAYS } from './acts/open-session.ts'
import { grantKind } from './acts/set-roles.ts'
import { officers } from './data/officers.ts'
import { staffSessions } from './data/sessions.ts'
import { STAFF_LEDGER } from './data/staff-ledger.ts'
import { staffRoutes } from './http.ts'
import { staffJobs } from './jobs/settle-locks.ts'
import { seedStaff } from './seed.ts'

export { bootstrapCommand } from './acts/bootstrap-staff.ts'
export { demoTotpCommand } from './demo-totp.ts'

/** What other capabilities are told of an officer. */
export interface StaffMember {
  readonly id: string
  readonly displayName: string
  readonly unitCode: string
  /** The officer as a resident; null where unknown. */
  readonly personId: string | null
}

/** The officer of this county by id, disabled ones too; null where there is none. One command. */
export async function staffById(ctx: Ctx, staffId: string): Promise<StaffMember | null> {
  const row = await officers.findOne(ctx, { _id: staffId })
  if (row === null) return null
  const { _id: id, displayName, unitCode, personId } = row
  return { id, displayName, unitCode, personId }
}

let house: House | null = null

function theHouse(): House {
  if (house === null) throw new Error('staff was used before the house was built')
  return house
}

const ledger = () => ledgerBeside(theHouse(), STAFF_LEDGER)

export const staff: Capability = {
  name: 'staff',
  routes: staffRoutes(theHouse),
  audiences: (built) => ({
    staff: (koa) => admitStaff(built, koa.get('Authorization'), String(koa.state['requestId'])),
  }),
  start: (built) => {
    house = built
  },
  jobs: staffJobs,
  subscribers: [
    {
      name: 'note-officer',
      event: STAFF_CHANGED,
      handle: (ctx, { recordId }) => noteOfficer(ctx, ledger(), recordId),
    },
  ],
  approvals: [grantKind],
  afterRestore: async (ctx, backupAt) => ({
    'staff sessions ended': await endAll(ctx, staffSessions),
    ...(await holdRevocations(ctx, ledger(), backupAt)),
  }),
  retention: [
    {
      record: 'staff-sessions',
      title: '工作人员登录记录',
      keep: { days: SESSION_KEPT_DAYS },
      source: '登录凭证到期后只留几天，用于查重放',
      by: 'ttl',
    },
    {
      record: 'staff-tickets',
      title: '工作人员登录中途凭证',
      keep: { days: 1 },
      source: '一次性凭证，用完即止',
      by: 'ttl',
    },
    {
      record: 'staff',
      title: '工作人员账号（停用的也留着）',
      keep: { years: 30 },
      source: '审计记录和凭证指向经办人，随《会计档案管理办法》最长保管期',
      by: 'never',
    },
  ],
  seed: seedStaff,
}
