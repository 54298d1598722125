/**
 * A lease with a fencing token: one holder at a time for a named task of a county, and a higher number whenever it changes hands. Reckoned by the
 * database's own clock, so that neither skewed hosts nor a moved clock make two holders or keep a dead one alive. A lease saves work; that
 * nothing is written twice or late is decided by the number and by the unique index where the holder writes.
 */
import { defineCollection, type Row } from '../db/collection.ts'
import { isDuplicateKey } from '../db/proof.ts'
import type { Scope } from '../context.ts'

interface LeaseRow extends Row {
  readonly name: string
  readonly holder: string
  readonly fence: number
  readonly until: Date
}

export const leases = defineCollection<LeaseRow>({
  name: 'leases',
  fields: { name: String, holder: String, fence: Number, until: Date },
  indexes: [{ name: 'name', fields: { tenant: 1, name: 1 }, unique: true }],
  audited: false,
})

export interface Lease extends Scope {
  readonly name: string
  readonly holder: string
  readonly fence: number
  /** The holder's own estimate by `performance.now()`, counted from before the question: never later than the database's. */
  readonly aliveUntil: number
}

export interface LeaseWish {
  readonly name: string
  readonly holder: string
  readonly ms: number
}

const fromNow = (ms: number) => ({ $dateAdd: { startDate: '$$NOW', unit: 'millisecond', amount: ms } })

/** Takes a free or expired lease, or lengthens one's own under the same fence. null: somebody else holds it. */
export async function takeLease(scope: Scope, wish: LeaseWish): Promise<Lease | null> {
  const taken = await take(scope, wish)
  if (taken !== null) return taken
  return (await wasFounded(scope, wish.name)) ? await take(scope, wish) : null
}

async function take(scope: Scope, { name, holder, ms }: LeaseWish): Promise<Lease | null> {
  const asked = performance.now()
  const mine = { $eq: ['$holder', { $literal: holder }] }
  const row = await leases.update(scope, { name, $expr: { $or: [{ $lte: ['$until', '$$NOW'] }, mine] } }, [
    { $set: { fence: { $cond: [mine, '$fence', { $add: ['$fence', 1] }] }, until: fromNow(ms) } },
    { $set: { holder: { $literal: holder } } },
  ])
  return row === null ? null : { tenant: scope.tenant, name, holder, fence: row.fence, aliveUntil: asked + ms }
}

/** Makes the row of a lease that nobody ever held. false: it stands already. */
async function wasFounded(scope: Scope, name: string): Promise<boolean> {
  try {
    await leases.insert(scope, {
      _id: `${scope.tenant}:${name}`,
      tenant: scope.tenant,
      name,
      holder: '',
      fence: 0,
      until: new Date(0),
    })
    return true
  } catch (error) {
    if (isDuplicateKey(error)) return false
    throw error
  }
}

/** Lengthens a lease that nobody took over, even an expired one; null when it changed hands: whoever slept past its end must not write. */
export async function renewLease(lease: Lease, ms: number): Promise<Lease | null> {
  const asked = performance.now()
  const { name, holder, fence } = lease
  const row = await leases.update(lease, { name, holder, fence }, [{ $set: { until: fromNow(ms) } }])
  return row === null ? null : { ...lease, aliveUntil: asked + ms }
}

/** Frees it at once, so that the next holder need not wait. Nothing happens if it was lost. */
export async function giveBackLease(lease: Lease): Promise<void> {
  const { name, holder, fence } = lease
  await leases.update(lease, { name, holder, fence }, { $set: { until: new Date(0), holder: '' } })
}
