/** The demonstration's clinics: one a township, and four weeks of sessions for the vaccines that are asked for most. All of it is INVENTED but the townships. */
import { addDays, dayOf } from '@xlb/shared/platform/time.ts'
import { signOffTable } from '@xlb/shared/vaccines/states.ts'
import type { Ctx } from '#platform/context.ts'
import { firstVersion } from '#platform/db/record.ts'
import { demoId } from '../accounts/index.ts'
import { allUnits } from '../organisations/index.ts'
import { lotRow } from './acts/keep-lots.ts'
import { sessionsOf } from './acts/plan-sessions.ts'
import { duties, type DutyRow } from './data/duties.ts'
import { lots } from './data/lots.ts'
import { sessions } from './data/sessions.ts'
import { sites } from './data/sites.ts'
import { factsOf, signOffs, type SignOffRow } from './data/sign-offs.ts'
import { keysOf } from './domain/duty-keys.ts'
import { products, type Product } from './domain/facts.ts'

const WEEKS = 4
/** Fen, INVENTED; other paid ones cost the last. */
const PRICES: Readonly<Record<string, number>> = { 'FLU-IIV': 6_800, RZV: 159_800, PPV23: 20_500, VAR: 13_600 }
const PRICE = 19_800
/** Not verified, and signed by these clinics: what grown-ups ask for. */
const SIGNED = ['RZV', 'PPV23']
/** Mondays to Fridays, by turns, so that a week shows every product once or twice. */
const weekdaysOf = (place: number): number[] => [(place % 5) + 1, ((place + 2) % 5) + 1].sort()

const window = (from: string, until: string) => ({ from, until, capacity: { first: 6, later: 6, helped: 2 } })
const WINDOWS = [
  window('08:30', '09:00'),
  window('09:00', '09:30'),
  window('09:30', '10:00'),
  window('10:00', '10:30'),
] as const

/** Somewhere in the south of Zhejiang, a few kilometres apart: no clinic stands there. */
const positionOf = (place: number) => ({
  latitude: 28.59 + ((place * 7) % 11) / 100,
  longitude: 119.27 + ((place * 5) % 13) / 100,
})

export async function seedVaccines(ctx: Ctx): Promise<void> {
  const townships = (await allUnits(ctx)).filter((one) => one.level === 'township')
  const rows = townships.map(({ code, name }, place) => ({
    ...{ _id: demoId('sit', code), tenant: ctx.tenant, unitCode: code, office: `${ctx.tenant}-health` },
    ...{ name: `${name}卫生院接种门诊`, address: `${name}中心街（演示地址）`, hours: '周一至周五 08:30–11:00' },
    ...{ phone: `0578-800 ${String(1000 + place).padStart(4, '0')}`, position: positionOf(place) },
  }))
  await sites.insertMissing(ctx, rows)
  const today = dayOf(ctx.clock.now())
  const plan = { from: today, until: addDays(today, WEEKS * 7), windows: WINDOWS, releaseAt: ctx.clock.instant() }
  const given = products.filter((one) => (one.verified || SIGNED.includes(one.code)) && !one.urgent)
  // The first three clinics of a county are enough to choose among.
  for (const site of rows.slice(0, 3)) {
    const signed = given.filter((one) => !one.verified).map((one) => signedRow(ctx, site._id, one))
    await signOffs.insertMissing(ctx, signed)
    for (const [place, { code: product, free }] of given.entries()) {
      const made = sessionsOf(ctx, site._id, {
        ...plan,
        product,
        weekdays: weekdaysOf(place),
        price: free ? undefined : (PRICES[product] ?? PRICE),
      })
      await sessions.insertMissing(
        ctx,
        made.map((row) => ({ ...row, state: 'RELEASED' as const })),
      )
    }
    await duties.insertMissing(ctx, [dutyRow(ctx, site._id, given)])
    const stock = given.flatMap(({ code }) => lotsOf(today, code).map((facts) => lotRow(ctx, site._id, facts)))
    await lots.insertMissing(ctx, stock)
  }
}

const demoOfficer = (ctx: Ctx, name: 'nurse' | 'duty'): string =>
  demoId('stf', `${ctx.tenant === '331123' ? 'suichang' : 'songyang'}-${name}`)

/** The demonstration's nurse is on duty for all of it. */
function dutyRow(ctx: Ctx, siteId: string, given: readonly Product[]): DutyRow {
  const today = dayOf(ctx.clock.now())
  const codes = given.map(({ code }) => code)
  const row = {
    ...{ tenant: ctx.tenant, state: 'STANDING' as const, staffId: demoOfficer(ctx, 'nurse'), siteId },
    keys: keysOf(siteId, today, addDays(today, WEEKS * 7), codes),
    ...{ approvalId: null, decidedBy: demoOfficer(ctx, 'duty'), at: ctx.clock.instant() },
  }
  return firstVersion(
    ctx,
    duties,
    { _id: demoId('vdt', `duty:${siteId}:${today}`), ...row },
    { act: 'vaccines.duty-agree' },
  )
}

function signedRow(ctx: Ctx, siteId: string, product: Product): SignOffRow {
  const word = {
    facts: factsOf(product),
    by: demoOfficer(ctx, 'nurse'),
    at: ctx.clock.instant(),
  }
  const row = { tenant: ctx.tenant, state: signOffTable.initial, siteId, product: product.code, ...word }
  const _id = demoId('sgn', `sign-off:${siteId}:${product.code}`)
  return firstVersion(ctx, signOffs, { _id, ...row }, { act: 'vaccines.sign-product' })
}

/** One that may be given, and one that is over: it is there to be refused. */
function lotsOf(today: string, product: string) {
  const common = { product, maker: '演示生物制品有限公司', dosesPerPack: 1, received: 200 }
  return [
    { ...common, lotNo: `DEMO-${product}-1`, expiry: addDays(today, 300) },
    { ...common, lotNo: `DEMO-${product}-0`, expiry: addDays(today, -10) },
  ]
}
