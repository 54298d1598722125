/**
 * The operator's shell makes a county's first administrators, for there is nobody yet who could; later it only helps where the county has lost its last
 * one. Business roles it never gives.
 */
import { tenantsOf } from '#platform/config/config.ts'
import type { Ctx } from '#platform/context.ts'
import type { House } from '#platform/house.ts'
import { usernameSchema } from '@xlb/shared/staff/contract.ts'
import { officers } from '../data/officers.ts'
import { createOfficer } from './create-officer.ts'

const FIRST = ['tenant-admin', 'security-admin'] as const
type FirstRole = (typeof FIRST)[number]

interface FirstAdministrator {
  readonly role: FirstRole
  readonly username: string
  readonly displayName: string
}

interface FirstInvitation {
  readonly role: FirstRole
  readonly username: string
  /** Shown once. */
  readonly code: string
  readonly until: string
}

/** @throws Error when somebody holds the role and can sign in, or AppError `username-taken` */
async function bootstrapStaff(ctx: Ctx, wanted: readonly FirstAdministrator[]): Promise<FirstInvitation[]> {
  for (const { role } of wanted)
    if (await somebodyHolds(ctx, role)) throw new Error(`县里已有能登录的${role}，请由他们在系统里办理。`)
  const made: FirstInvitation[] = []
  for (const { role, username, displayName } of wanted) {
    const held = [{ role, unitCode: ctx.tenant }]
    const fresh = { username, displayName, unitCode: ctx.tenant, personId: null, held }
    const { invitation } = await createOfficer(ctx, fresh)
    made.push({ role, username, code: invitation.code, until: invitation.until })
  }
  return made
}

async function somebodyHolds(ctx: Ctx, role: FirstRole): Promise<boolean> {
  const atWork = { 'held.role': role, state: { $in: ['ACTIVE' as const, 'LOCKED' as const] } }
  return (await officers.findOne(ctx, atWork, { projection: { _id: 1 } })) !== null
}

const USAGE =
  '形如 npm run staff:bootstrap -- 331123 --tenant-admin lin.zhiyuan 林志远 --security-admin pan.wenbin 潘文斌（两者可只写一个）'

/** The command's lines: one for each administrator, with the code to hand over. Its words: county, then role, username and name. */
export async function bootstrapCommand(house: House, words: readonly string[]): Promise<string[]> {
  const [county = '', ...rest] = words
  if (!tenantsOf(house.config).includes(county)) throw new Error(`没有开通这个县：${county}。${USAGE}`)
  const wanted = FIRST.flatMap((role) => {
    const at = rest.indexOf(`--${role}`)
    return at < 0 ? [] : [{ role, username: rest[at + 1] ?? '', displayName: rest[at + 2] ?? '' }]
  })
  const good = wanted.every((one) => usernameSchema.safeParse(one.username).success && one.displayName !== '')
  if (wanted.length === 0 || rest.length !== wanted.length * 3 || !good) throw new Error(USAGE)
  const made = await bootstrapStaff(house.systemCtx(county, 'operate'), wanted)
  return made.map(
    ({ role, username, code, until }) =>
      `${role} ${username} 邀请码 ${code}，${until.slice(0, 10)} 前有效，只显示这一次，请当面交给本人。`,
  )
}
