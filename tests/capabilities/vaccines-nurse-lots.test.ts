/** Lots of a site: entered once, listed by what lasts longest, stopped and used again. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { addDays } from '@xlb/shared/platform/time.ts'
import { vaccines } from '@xlb/shared/vaccines/contract.ts'
import { sites } from '../../server/src/capabilities/vaccines/data/sites.ts'
import { SONGYANG } from '../support/app.ts'
import { send, sendAny } from '../support/call.ts'
import { FLU, newPack, openNurseStage, type NurseStage } from '../support/nurse-stage.ts'
import { watchPlans } from '../support/plans.ts'
import { fingerprints } from '../support/snapshot.ts'
import { staffToken } from '../support/staff.ts'

let stage: NurseStage

beforeAll(async () => {
  stage = await openNurseStage()
})
afterAll(() => stage.stop())

const facts = (more: object = {}) => ({
  ...{ product: 'MMR', lotNo: 'M2026-11', maker: '演示生物', expiry: addDays(stage.today(), 90) },
  ...{ dosesPerPack: 1, received: 40, ...more },
})
const enter = async (more: object = {}, who?: { token: string }, siteId = stage.site._id) =>
  await send(stage.url, vaccines.enterLot, { params: { siteId }, body: facts(more) }, who ?? (await stage.nurse()))

describe('a lot (vaccines.enterLot)', () => {
  test('is entered by a nurse of the site; what is none is refused, and nothing else changes', async () => {
    const others = { token: await staffToken(stage, 'suichang-finance') }
    const [abroad] = await sites.find(stage.ctx(SONGYANG), {}, { limit: 1 })
    const params = { siteId: stage.site._id }
    const nurse = await stage.nurse()
    const before = await fingerprints(['staffSessions'])
    expect((await enter({}, { token: '' })).status).toBe(401)
    expect((await enter({}, others)).code).toBe('forbidden')
    expect((await enter({}, undefined, abroad?._id ?? '')).status).toBe(404)
    expect((await enter({ product: 'NONE' })).error?.fields).toMatchObject([{ path: 'body.product' }])
    for (const wrong of [{ lotNo: '=1+1' }, { expiry: '2026-02-30' }, { dosesPerPack: 0 }, { state: 'IN_USE' }]) {
      const body = { ...facts(), ...wrong }
      expect((await sendAny(stage.url, vaccines.enterLot, { params, body }, nurse)).status).toBe(400)
    }
    expect(await fingerprints(['staffSessions'])).toEqual(before)
  })

  test('is there once; entered again otherwise it is refused', async () => {
    const lot = (await enter()).value()
    expect(lot).toMatchObject({ state: 'IN_USE', usable: true, received: 40 })
    expect((await enter()).value()).toEqual(lot)
    expect((await enter({ expiry: addDays(stage.today(), 91) })).code).toBe('lot-entered')
    const right = { expiry: addDays(stage.today(), 91), correct: true }
    expect((await enter(right)).value()).toMatchObject({ id: lot.id, expiry: addDays(stage.today(), 91) })
    expect((await enter()).code).toBe('lot-entered')
    const both = await Promise.all([enter({ lotNo: 'M2' }), enter({ lotNo: 'M2' })])
    expect(both[0].value().id).toBe(both[1].value().id)
  })
})

describe('the lots (vaccines.lots)', () => {
  test('are listed by what lasts longest, page by page, with what may be used today; by an index (P4)', async () => {
    await enter({ lotNo: 'M3', expiry: addDays(stage.today(), -1) })
    await enter({ lotNo: 'M4', expiry: stage.today() })
    const plans = watchPlans()
    const page = async (cursor?: string) => {
      const query = { product: 'MMR', limit: '2', ...(cursor === undefined ? {} : { cursor }) }
      const call = { params: { siteId: stage.site._id }, query }
      return (await send(stage.url, vaccines.lots, call, await stage.nurse())).value()
    }
    const first = await page()
    const all = [...first.items]
    for (let { next } = first; next !== null;) {
      const more = await page(next)
      all.push(...more.items)
      next = more.next
    }
    expect(all.map((one) => one.expiry)).toEqual(
      all
        .map((one) => one.expiry)
        .sort()
        .reverse(),
    )
    expect(all.find((one) => one.lotNo === 'M3')?.usable).toBe(false)
    expect(all.find((one) => one.lotNo === 'M4')?.usable).toBe(true)
    const { findings } = await plans.report()
    plans.stop()
    expect(findings.filter((one) => one.includes('vaccine'))).toEqual([])
    const call = { params: { siteId: stage.site._id }, query: { product: 'MMR' } }
    expect((await send(stage.url, vaccines.lots, call, {})).status).toBe(401)
  })
})

describe('a lot that is stopped (vaccines.stopLot)', () => {
  test('is given to nobody until it is used again', async () => {
    const lot = await stage.lotOf()
    const stop = async (stopped: boolean, siteId = stage.site._id) =>
      await send(
        stage.url,
        vaccines.stopLot,
        { params: { siteId, lotId: lot._id }, body: { stopped } },
        await stage.nurse(),
      )
    const [other] = await sites.find(stage.ctx(), { _id: { $ne: stage.site._id } }, { limit: 1 })
    expect((await stop(true, other?._id ?? '')).status).toBe(404)
    expect((await stop(true)).value()).toMatchObject({ state: 'STOPPED', usable: false })
    expect((await stop(true)).value().state).toBe('STOPPED')
    const visit = await stage.arrived()
    expect((await stage.vaccinate(visit, { lotId: lot._id })).code).toBe('lot-stopped')
    // What was given on paper before it was stopped is written down all the same.
    const { idNo } = await stage.somebody()
    const walk = { idNo, product: FLU, day: addDays(stage.today(), -1), time: '09:00' }
    const given = { lotId: lot._id, packCode: newPack() }
    const late = { params: { siteId: stage.site._id }, body: { ...walk, given } }
    const written = await send(stage.url, vaccines.walkIn, late, await stage.nurse())
    expect(written.value()).toMatchObject({ state: 'VACCINATED', given: { lotNo: lot.lotNo } })
    expect((await stop(false)).value().usable).toBe(true)
    expect((await stage.vaccinate(visit, { lotId: lot._id })).value().state).toBe('VACCINATED')
  })
})
