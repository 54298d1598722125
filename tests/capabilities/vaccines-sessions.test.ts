/** The clinic plans: by a weekly pattern, released at a time, never fewer seats than are taken. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { addDays } from '@xlb/shared/platform/time.ts'
import { vaccines } from '@xlb/shared/vaccines/contract.ts'
import { sessions } from '../../server/src/capabilities/vaccines/data/sessions.ts'
import { sites } from '../../server/src/capabilities/vaccines/data/sites.ts'
import { SONGYANG } from '../support/app.ts'
import { send } from '../support/call.ts'
import { staffToken } from '../support/staff.ts'
import { crowd, openVaccineStage, type VaccineStage } from '../support/vaccine-stage.ts'

let stage: VaccineStage
let nurse: { token: string }

beforeAll(async () => {
  stage = await openVaccineStage()
  nurse = { token: await staffToken(stage, 'suichang-nurse') }
})
afterAll(() => stage.stop())

const soon = () => addDays(stage.today(), 40)
const pattern = (more: object = {}) => ({
  ...{ product: 'MMR', from: soon(), until: addDays(soon(), 13), weekdays: [1, 2, 3, 4, 5] },
  windows: [{ from: '08:30', until: '09:00', capacity: { first: 4, later: 4, helped: 2 } }],
  releaseAt: new Date(stage.ctx().clock.now() + 3_600_000).toISOString(),
  ...more,
})
const planFor = async (siteId: string, body: ReturnType<typeof pattern>, token = nurse) =>
  await send(stage.url, vaccines.planSessions, { params: { siteId }, body }, token)

describe('a plan (vaccines.planSessions)', () => {
  test('is made by a nurse of the site, and by nobody else', async () => {
    const others = { token: await staffToken(stage, 'suichang-finance') }
    expect((await planFor(stage.site._id, pattern(), others)).code).toBe('forbidden')
    const [abroad] = await sites.find(stage.ctx(SONGYANG), {}, { limit: 1 })
    expect((await planFor(abroad?._id ?? '', pattern())).status).toBe(404)
  })

  test.each([
    ['a product that nobody signed off', { product: 'ZVL' }, 'body.product'],
    ['a price of what is free', { price: 100 }, 'body.price'],
    ['no price of what is paid', { product: 'PPV23' }, 'body.price'],
    ['an end before the beginning', { until: '2026-01-01' }, 'body.until'],
    [
      'windows that overlap',
      {
        windows: ['08:30', '08:45'].map((from) => ({
          ...{ from, until: '09:30' },
          capacity: { first: 1, later: 0, helped: 0 },
        })),
      },
      'body.windows',
    ],
  ])('names the field that is wrong: %s', async (_words, more, path) => {
    const answer = await planFor(stage.site._id, pattern(more))
    expect(answer.error?.fields?.map((one) => one.path)).toEqual([path])
  })

  test('makes one session a day of the pattern; done again it makes none', async () => {
    expect((await planFor(stage.site._id, pattern())).value()).toEqual({ made: 10, standing: 0 })
    expect((await planFor(stage.site._id, pattern())).value()).toEqual({ made: 0, standing: 10 })
    const where = { params: { siteId: stage.site._id }, query: { product: 'MMR' } }
    const { items } = (await send(stage.url, vaccines.sessions, where, nurse)).value()
    const planned = items.filter((one) => one.state === 'DRAFT')
    expect(planned).toHaveLength(10)
    expect(planned[0]?.windows[0]).toMatchObject({ id: '0830', taken: 0 })
  })

  test('is released at its time, and not before', async () => {
    const state = async () =>
      new Set((await sessions.find(stage.ctx(), { product: 'MMR', day: { $gte: soon() } })).map((one) => one.state))
    await stage.work(['release-sessions'])
    expect(await state()).toEqual(new Set(['DRAFT']))
    await stage.world.advance(3_700_000)
    await stage.work(['release-sessions'])
    expect(await state()).toEqual(new Set(['RELEASED']))
  })
})

describe('seats that are not given free yet (vaccines.seats)', () => {
  test('are announced with the moment and the first day, and not shown before', async () => {
    nurse = { token: await staffToken(stage, 'suichang-nurse') }
    const [from, at] = [addDays(stage.today(), 12), new Date(stage.ctx().clock.now() + 7_200_000).toISOString()]
    const there = await sessions.find(stage.ctx(), { siteId: stage.site._id, product: 'PPV23' })
    const ids = there.map((one) => one._id)
    await sessions.removeAmong(stage.ctx(), ids)
    const days = { from, until: addDays(from, 13), weekdays: [1, 2, 3, 4, 5, 6, 7] }
    expect(
      (await planFor(stage.site._id, pattern({ product: 'PPV23', price: 20_500, ...days, releaseAt: at }))).error,
    ).toBeNull()
    const who = await stage.caller('wu-guihua')
    const where = { params: { personId: who.personId, product: 'PPV23', siteId: stage.site._id } }
    const seats = (await send(stage.url, vaccines.seats, where, who)).value()
    expect(seats).toMatchObject({ days: [], offer: null, release: { at, day: from } })
    await stage.world.advance(7_300_000)
    await stage.work(['release-sessions'])
    const later = (await send(stage.url, vaccines.seats, where, await stage.caller('wu-guihua'))).value()
    expect(later.release).toBeNull()
    expect(later.price).toBe(20_500)
    expect(later.days.length).toBeGreaterThan(0)
  })
})

describe('a capacity (vaccines.setCapacity)', () => {
  test('grows and shrinks, and never below what is taken', async () => {
    nurse = { token: await staffToken(stage, 'suichang-nurse') }
    const day = addDays(stage.today(), 3)
    const session = await stage.session('FLU-IIV', day, { first: 5 })
    for (const who of await crowd(stage, 3)) await stage.hold(who, who.personId, session)
    const set = async (first: number) =>
      await send(
        stage.url,
        vaccines.setCapacity,
        { params: { sessionId: session._id, window: '1300' }, body: { first, later: 0, helped: 0 } },
        nurse,
      )
    const taken = (await sessions.findOne(stage.ctx(), { _id: session._id }))?.seats.length ?? 0
    if (taken > 0)
      expect((await set(taken - 1)).error).toMatchObject({ code: 'capacity-below-taken', params: { taken } })
    expect((await set(taken)).value().windows[0]?.capacity.first).toBe(taken)
    expect((await set(9)).value().windows[0]).toMatchObject({ taken, capacity: { first: 9 } })
  })
})
