/** After a change of keys: moves the sealed fields of a county to the first key, a few rows at a time, and tells how many are left. */
import { raiseAlarmSeldom } from '../alarms/alarms.ts'
import type { Ctx } from '../context.ts'
import { fieldKeyring } from '../crypto/field-keys.ts'
import { countUnder, rewrapBatch, sealedPlaces } from '../db/sealed.ts'
import type { Metrics } from '../metrics.ts'

const BATCH = 200
const MOST_COUNTED = 100_000

type Place = ReturnType<typeof sealedPlaces>[number]

/** Without an old key nothing is asked. A row that somebody changes meanwhile, or wrote under an old key a moment ago, is met by the next run. */
export async function rewrapFields(ctx: Ctx, metrics: Metrics): Promise<void> {
  const old = fieldKeyring()
    .keys()
    .slice(1)
    .map(({ kid }) => kid)
  // A collection may seal several values.
  const left = new Map<string, number>()
  for (const place of sealedPlaces()) {
    for (const kid of old) await rewrapAll(ctx, metrics, place, kid)
    const count = old.length === 0 ? 0 : await countUnder(ctx, place, old, MOST_COUNTED)
    left.set(place.spec.name, (left.get(place.spec.name) ?? 0) + count)
  }
  for (const [collection, count] of left) metrics.oldKeyRows.set({ collection, tenant: ctx.tenant }, count)
}

async function rewrapAll(ctx: Ctx, metrics: Metrics, place: Place, kid: string): Promise<void> {
  let moved = 0
  for (let after: string | null = ''; after !== null;) {
    const done = await rewrapBatch(ctx, place, { kid, after, limit: BATCH })
    moved += done.moved
    after = done.next
    if (done.refused.length === 0) continue
    metrics.events.inc({ name: 'sealed-field-refused' }, done.refused.length)
    await raiseAlarmSeldom(ctx, { kind: 'sealed-field-refused', recordId: place.spec.name })
    ctx.log.error({ collection: place.spec.name, ids: done.refused }, 'sealed fields did not open and stay as they are')
  }
  if (moved > 0)
    ctx.log.info({ collection: place.spec.name, tenant: ctx.tenant, from: kid, moved }, 'sealed fields were rewrapped')
}
