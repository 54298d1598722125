/** A capability of the tests' own with two kinds of act that need a second person, and officers as the platform sees them. */
import { demoId } from '../../server/src/capabilities/accounts/index.ts'
import { officers } from '../../server/src/capabilities/staff/data/officers.ts'
import type { ApprovalKind, Proposal } from '../../server/src/platform/approvals/kind.ts'
import { propose, type ApprovalRow, type Proposing } from '../../server/src/platform/approvals/approvals.ts'
import type { Capability } from '../../server/src/platform/capability.ts'
import type { Ctx, StaffCtx } from '../../server/src/platform/context.ts'
import { defineCollection, type Row } from '../../server/src/platform/db/collection.ts'
import { AppError } from '../../server/src/platform/errors.ts'
import { newId } from '../../server/src/platform/ids.ts'
import type { TestApp } from './app.ts'

/** What the acts leave: one row a proposal, however often it is applied. */
export interface DeedRow extends Row {
  readonly state: 'DONE' | 'DROPPED' | 'UNDONE'
  readonly decidedBy: string | null
}

export const deeds = defineCollection<DeedRow>({
  name: 'testDeeds',
  fields: { state: String, decidedBy: String },
  indexes: [],
  audited: false,
})

/** What the next applications answer, and who is whose family. */
export const fate = {
  /** The act says no for good. */
  refuses: false,
  /** So many applications fail as if something were down. */
  breaks: 0,
  pairs: new Set<string>(),
}

export function makeFamily(one: string, other: string): void {
  fate.pairs.add(`${one} ${other}`).add(`${other} ${one}`)
}

async function leave(ctx: Ctx, id: string, state: DeedRow['state'], decidedBy: string | null): Promise<void> {
  const row = { _id: id, tenant: ctx.tenant, state, decidedBy }
  const { inserted } = await deeds.insertOrGet(ctx, { _id: id }, row)
  if (!inserted) await deeds.update(ctx, { _id: id }, { $set: { state } })
}

async function apply(ctx: Ctx, { id }: Proposal, decidedBy: string): Promise<void> {
  if (fate.refuses) throw new AppError('out-of-scope')
  if (fate.breaks > 0) {
    fate.breaks -= 1
    throw new Error('something is down')
  }
  await leave(ctx, id, 'DONE', decidedBy)
}

const common = {
  proposeRoles: ['counter'],
  approveRoles: ['counter', 'leader'],
  lapsesAfterHours: 48,
  apply,
  drop: (ctx: Ctx, { id, goneAhead }: Proposal) => leave(ctx, id, goneAhead ? 'UNDONE' : 'DROPPED', null),
} as const

const kinds: readonly ApprovalKind[] = [
  {
    ...common,
    name: 'beside.write-note',
    title: '登记便条',
    emergency: false,
    describe: () => Promise.resolve([{ label: '姓名', value: '王*' }]),
  },
  { ...common, name: 'beside.stop-note', title: '停用便条', emergency: true },
]

export const beside: Capability = {
  name: 'beside',
  routes: [],
  approvals: kinds,
  related: (_ctx, one, other) => Promise.resolve(fate.pairs.has(`${one} ${other}`)),
}

/** The officer's context as a request of theirs would have it. */
export async function officerCtx(app: Pick<TestApp, 'house'>, key: string, tenant = '331123'): Promise<StaffCtx> {
  const staffId = demoId('stf', key)
  const row = await officers.findOne({ tenant }, { _id: staffId })
  if (row === null) throw new Error(`${key} was not seeded`)
  const { personId, unitCode, held } = row
  const ctx = app.house.ctx(tenant, { kind: 'staff', id: staffId }, newId('evt'))
  return { ...ctx, staff: { sessionId: newId('sts'), staffId, personId, unitCode, held } }
}

export const YUNFENG = '331123002'

/** A proposal of the officer about a record of its own, in the township 云峰 unless told otherwise. */
export async function proposed(
  app: Pick<TestApp, 'house'>,
  key: string,
  more: Partial<Proposing> & { readonly kind?: string; readonly tenant?: string } = {},
): Promise<ApprovalRow> {
  const { kind = 'beside.write-note', tenant, ...rest } = more
  const proposing = { recordId: newId('gua'), unitCode: YUNFENG, personIds: [], data: { n: 1 }, ...rest }
  return await propose(await officerCtx(app, key, tenant), kind, proposing)
}

/** A county of one unit, for houses without organisations. */
export const ONE_UNIT = new Map([['331123', { parent: null }]])

/** An officer of the county's desk, for houses without staff: always the same for a letter. */
export function makeOfficer(house: TestApp['house'], letter: 'a' | 'b'): StaffCtx {
  const staffId = `stf_${letter.repeat(20)}`
  const held = [{ role: 'counter' as const, unitCode: '331123' }]
  const ctx = house.ctx('331123', { kind: 'staff', id: staffId }, newId('evt'))
  return { ...ctx, staff: { sessionId: newId('sts'), staffId, personId: null, unitCode: '331123', held } }
}
