/** Products whose facts nobody verified (DOMAIN.md vaccines 9): bookable where a clinic signed these very facts, and nowhere else. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { addDays } from '@xlb/shared/platform/time.ts'
import { vaccines } from '@xlb/shared/vaccines/contract.ts'
import { forgetSignOffs, signOffs } from '../../server/src/capabilities/vaccines/data/sign-offs.ts'
import { sessions } from '../../server/src/capabilities/vaccines/data/sessions.ts'
import { sites } from '../../server/src/capabilities/vaccines/data/sites.ts'
import { SONGYANG } from '../support/app.ts'
import { send } from '../support/call.ts'
import { countRows } from '../support/snapshot.ts'
import { staffToken } from '../support/staff.ts'
import { openVaccineStage, type Caller, type VaccineStage } from '../support/vaccine-stage.ts'

const RZV = 'RZV'
let stage: VaccineStage
let nurse: { token: string }
let who: Caller

beforeAll(async () => {
  stage = await openVaccineStage()
  nurse = { token: await staffToken(stage, 'suichang-nurse') }
  // The demonstration's clinics signed it.
  const signed = await signOffs.find(stage.ctx(), { siteId: { $gt: '' } })
  const ids = signed.map((one) => one._id)
  await signOffs.removeAmong(stage.ctx(), ids)
  forgetSignOffs(stage.ctx())
  // Her second dose against zoster is due.
  who = await stage.caller('wang-xiulan')
})
afterAll(() => stage.stop())

const place = (product = RZV, siteId = stage.site._id) => ({ siteId, product })
const factsOf = async (product: string) => {
  const { items } = (await send(stage.url, vaccines.products, { params: { siteId: stage.site._id } }, nurse)).value()
  const found = items.find((one) => one.product === product)
  if (found === undefined) throw new Error(`no ${product}`)
  return found
}
const sign = async (signed: boolean, facts?: string, params = place(), by = nurse) =>
  await send(
    stage.url,
    vaccines.signProduct,
    { params, body: { facts: facts ?? (await factsOf(RZV)).facts, signed } },
    by,
  )
const planLine = async () => {
  const plan = (await send(stage.url, vaccines.plan, { params: { personId: who.personId } }, who)).value()
  return plan.lines.find((one) => one.product === RZV)
}
const holdOn = async (days: number) =>
  await stage.hold(who, who.personId, await stage.session(RZV, addDays(stage.today(), days), { first: 2, later: 2 }))

describe('a product that nobody verified', () => {
  test('is shown to the clinic with every rule that would be applied, and is not bookable yet', async () => {
    const facts = await factsOf(RZV)
    expect(facts).toMatchObject({ verified: false, signed: null })
    expect(facts.rules.some((one) => one.startsWith('第 2 剂'))).toBe(true)
    expect(await planLine()).toMatchObject({ verified: false })
    expect((await holdOn(4)).code).toBe('not-found')
  })

  test('is signed by a nurse of that clinic alone, and only as it was shown', async () => {
    expect((await sign(true, undefined, place(), { token: '' })).status).toBe(401)
    expect((await sign(true, undefined, place(), { token: await staffToken(stage, 'suichang-finance') })).status).toBe(
      403,
    )
    const [abroad] = await sites.find(stage.ctx(SONGYANG), {}, { limit: 1 })
    expect((await sign(true, undefined, place(RZV, abroad?._id))).status).toBe(404)
    // Read in a source: nothing to sign. Goes to the clinic at once: never signed.
    for (const product of ['MMR', 'RABIES']) expect((await sign(true, 'x', place(product))).status).toBe(404)
    expect((await sign(true, 'something-else')).code).toBe('facts-changed')
    expect(await countRows('vaccineSignOffs', { tenant: stage.ctx().tenant })).toBe(0)
  })

  test('is bookable at the clinic that signed, at no other one, and its word is in the chain', async () => {
    const signings = () => countRows('auditEntries', { act: 'vaccines.sign-product' })
    await stage.work(['relay-pending'])
    const before = await signings()
    expect((await sign(true)).value().signed).not.toBeNull()
    expect(await planLine()).toMatchObject({ verified: true })
    const elsewhere = (await sites.find(stage.ctx(), {}, { sort: { unitCode: 1 } })).at(-1)
    const session = await stage.session(RZV, addDays(stage.today(), 5), { first: 2, later: 2 })
    await sessions.update(stage.ctx(), { _id: session._id }, { $set: { siteId: elsewhere?._id ?? '' } })
    expect((await stage.hold(who, who.personId, session)).code).toBe('session-not-open')
    const held = (await holdOn(6)).value()
    expect(held).toMatchObject({ state: 'HELD', product: RZV, dose: 2 })
    await send(
      stage.url,
      vaccines.cancel,
      { params: { personId: who.personId, bookingId: held.id }, body: { version: held.version } },
      who,
    )
    await stage.work(['relay-pending'])
    expect((await signings()) - before).toBe(1)
  })

  test('is bookable no longer once the word is taken back, or the facts are others than those that were signed', async () => {
    expect((await sign(false)).value().signed).toBeNull()
    expect((await holdOn(7)).code).toBe('not-found')
    await sign(true)
    expect((await holdOn(8)).value().state).toBe('HELD')
    await signOffs.update(stage.ctx(), place(), { $set: { facts: 'of-last-year' } })
    await stage.world.advance(61_000)
    expect((await factsOf(RZV)).signed).toBeNull()
    expect(
      (
        await stage.hold(
          await stage.caller('wang-xiulan'),
          who.personId,
          await stage.session(RZV, addDays(stage.today(), 9), { later: 2 }),
        )
      ).code,
    ).toBe('not-found')
  })
})
