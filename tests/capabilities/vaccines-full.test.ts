/** PERFORMANCE P7: who comes in vain is told so without a command while the process knows it, and as soon as a seat comes back it is given. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { addDays, dayOf } from '@xlb/shared/platform/time.ts'
import { vaccines } from '@xlb/shared/vaccines/contract.ts'
import { dossiers } from '../../server/src/capabilities/vaccines/data/dossiers.ts'
import { sessions, type SessionRow } from '../../server/src/capabilities/vaccines/data/sessions.ts'
import { takeTurn } from '../../server/src/capabilities/vaccines/data/turns.ts'
import { nativeDb } from '../../server/src/platform/db/connection.ts'
import { moveRecord } from '../../server/src/platform/db/record.ts'
import { newId } from '../../server/src/platform/ids.ts'
import { send } from '../support/call.ts'
import { commandsOf } from '../support/commands.ts'
import { crowd, openVaccineStage, type Caller, type VaccineStage } from '../support/vaccine-stage.ts'

/** An answer is good for half a second; so much longer it is surely forgotten. */
const FORGOTTEN_MS = 600

let stage: VaccineStage
let day: string
let people: Caller[]

beforeAll(async () => {
  stage = await openVaccineStage({ limits: { write: { points: 12, seconds: 60 } } })
  const soon = addDays(dayOf(stage.ctx().clock.now()), 3)
  const month = Number(soon.slice(5, 7))
  day = month >= 9 || month <= 2 ? soon : `${soon.slice(0, 4)}-09-01`
})
beforeEach(async () => {
  people = await crowd(stage, 4)
})
afterAll(() => stage.stop())

const one = (n: number): Caller => people[n] ?? { token: '', personId: '' }
const hold = (who: Caller, session: SessionRow, personId = who.personId) => stage.hold(who, personId, session)

/**
 * The commands of somebody who comes while it is known: what is known is good for half a second, and a machine may be slower than that between two taps, so it is
 * learnt afresh by somebody else and tried again.
 */
async function commandsInVain(session: SessionRow, act: () => Promise<unknown>): Promise<string[]> {
  let commands: string[] = []
  for (let tries = 0; tries < 5; tries += 1) {
    const [learner] = await crowd(stage, 1)
    if (learner !== undefined) await hold(learner, session)
    commands = await commandsOf(act)
    if (commands.length === 0) break
  }
  return commands
}

async function fullSession(): Promise<{ session: SessionRow; bookingId: string; version: number }> {
  const session = await stage.session('FLU-IIV', day, { first: 1 })
  const { id: bookingId, version } = (await hold(one(0), session)).value()
  return { session, bookingId, version }
}

describe('a window that is full', () => {
  test('costs those who are sent away no command, from the moment its last seat is taken', async () => {
    const { session } = await fullSession()
    for (const who of [one(1), one(2)])
      expect(
        await commandsInVain(session, async () => {
          expect(await hold(who, session)).toMatchObject({ status: 409, code: 'seats-gone' })
        }),
      ).toEqual([])
  })

  test('says the same of oneself, of a child, of somebody else, and of nobody at all, with the same commands', async () => {
    const { session } = await fullSession()
    const mother = await stage.caller('pan-jiayi')
    const ids = [mother.personId, await stage.childId('wu-muqing'), one(0).personId, newId('per')]
    for (const personId of ids)
      expect(
        await commandsInVain(session, async () => {
          const { code, error } = await hold(mother, session, personId)
          expect([code, error?.params]).toEqual(['seats-gone', {}])
        }),
      ).toEqual([])
  })

  test('still answers whoever has a seat there and presses again', async () => {
    const { session, bookingId } = await fullSession()
    await hold(one(1), session)
    expect((await hold(one(0), session)).value().id).toBe(bookingId)
  })

  test('asks for a token that stands before it says anything', async () => {
    const { session } = await fullSession()
    const nobody = await hold({ token: 'a.b.c', personId: one(1).personId }, session)
    expect([nobody.status, (await hold({ ...one(1), token: '' }, session)).status]).toEqual([401, 401])
  })

  test('is one no longer at once when a seat comes back here', async () => {
    // What is known is forgotten after half a second anyway: on a slow machine one try might not show it.
    for (let tries = 0; tries < 4; tries += 1) {
      people = await crowd(stage, 4)
      const { session, bookingId, version } = await fullSession()
      expect((await hold(one(1), session)).code).toBe('seats-gone')
      const where = { params: { personId: one(0).personId, bookingId }, body: { version } }
      expect((await send(stage.url, vaccines.cancel, where, one(0))).status).toBe(200)
      expect((await hold(one(1), session)).value().state).toBe('HELD')
    }
  })

  test('is one no longer at once when there are more seats', async () => {
    const { session } = await fullSession()
    expect((await hold(one(1), session)).code).toBe('seats-gone')
    const [row, first] = [await sessions.findOne(stage.ctx(), { _id: session._id }), session.windows[0]]
    if (row === null || first === undefined) throw new Error('there is no such session')
    const windows = [{ ...first, capacity: { ...first.capacity, first: 2 } }]
    await moveRecord(stage.ctx(), sessions, row, { set: { windows } }, { act: 'vaccines.change-windows' })
    expect((await hold(one(1), session)).value().state).toBe('HELD')
  })

  test('is asked for again after half a second: another process may have given a seat back', async () => {
    const { session } = await fullSession()
    await nativeDb()
      .collection<SessionRow>('vaccineSessions')
      .updateOne({ _id: session._id }, { $set: { seats: [] } })
    await nativeDb()
      .collection<{ _id: string; personId: string }>('vaccineDossiers')
      .updateOne({ personId: one(0).personId }, { $set: { bookings: [] } })
    expect((await hold(one(1), session)).code).toBe('seats-gone')
    await sleep(FORGOTTEN_MS)
    expect((await hold(one(1), session)).value().state).toBe('HELD')
  })

  test('is one no longer when the lease of a seat has run out', async () => {
    const { session } = await fullSession()
    expect((await hold(one(1), session)).code).toBe('seats-gone')
    await stage.world.advance(10 * 60_000 + 1)
    expect((await hold(one(1), session)).value().state).toBe('HELD')
    await stage.work(['lapse-holds'])
  })

  test('for first doses keeps those for whom later seats are kept', async () => {
    const session = await stage.session('FLU-IIV', day, { first: 1, later: 1 })
    await hold(one(0), session)
    const dose = { id: 'd', revision: 1, product: 'FLU-IIV', day: addDays(day, -400), lot: null, site: '别处' }
    await dossiers.update(
      stage.ctx(),
      { personId: one(2).personId },
      { $set: { doses: [dose], birthDay: '2024-03-03' } },
    )
    // Session and dossier: which dose it is nobody knows before.
    const commands = await commandsOf(async () => {
      expect((await hold(one(1), session)).code).toBe('seats-gone')
    })
    expect(commands).toEqual(['find', 'find'])
    // The first of this season, and not the first of a life.
    expect((await hold(one(2), session)).value()).toMatchObject({ state: 'HELD', dose: 1 })
    const { seats = [] } = (await sessions.findOne(stage.ctx(), { _id: session._id })) ?? {}
    expect(seats.map(({ pool }) => pool)).toEqual(['first', 'later'])
  })

  test('limits those who go on pressing, without a command either', async () => {
    const { session } = await fullSession()
    for (let n = 0; n < 12; n += 1) expect((await hold(one(3), session)).status).toBe(409)
    expect(
      await commandsOf(async () => {
        expect((await hold(one(3), session)).status).toBe(429)
      }),
    ).toEqual([])
  })
})

describe('a crowd at one session', () => {
  test('takes turns: of two hundred for ten seats only those cost commands who were let in before it was full', async () => {
    const session = await stage.session('FLU-IIV', day, { first: 10 })
    const all = await crowd(stage, 200)
    const answers: number[] = []
    const commands = await commandsOf(async () => {
      await Promise.all(all.map(async (who) => answers.push((await hold(who, session)).status)))
    })
    expect(answers.filter((status) => status === 200)).toHaveLength(10)
    // Sixteen are in at a time; each of those behind costs nothing.
    expect(commands.length).toBeLessThanOrEqual(4 * 10 + 3 * 16)
  })

  test('lets sixteen in at a time, and the next one when one leaves, in the order in which they came', async () => {
    const sessionId = newId('vse')
    const inside: { readonly n: number; readonly leave: () => void }[] = []
    const all = Array.from({ length: 40 }, async (_one, n) => inside.push({ n, leave: await takeTurn(sessionId) }))
    for (let left = 0; left < all.length; left += 1) {
      await sleep(0)
      expect(inside.map(({ n }) => n)).toEqual(all.slice(0, 16 + left).map((_one, n) => n))
      inside[left]?.leave()
    }
    await Promise.all(all)
  })

  test('moves on when somebody inside is refused for another reason', async () => {
    const session = await stage.session('FLU-IIV', day, { first: 40 })
    const stranger = await stage.caller('wu-xiaoyan')
    const wrong = Array.from({ length: 11 }, () => hold(stranger, session, newId('per')))
    const right = (await crowd(stage, 40)).map((who) => hold(who, session))
    expect(new Set((await Promise.all(wrong)).map(({ status }) => status))).toEqual(new Set([404]))
    expect(new Set((await Promise.all(right)).map(({ status }) => status))).toEqual(new Set([200]))
  })
})

describe('a session that is not open', () => {
  test('is asked for once, and when it is released here it is open at once', async () => {
    const session = await stage.session('FLU-IIV', day, { first: 5 })
    await sessions.update(stage.ctx(), { _id: session._id }, { $set: { state: 'DRAFT', releaseAt: 1 } })
    expect((await hold(one(0), session)).code).toBe('session-not-open')
    const again = await commandsInVain(session, async () => {
      expect((await hold(one(1), session)).code).toBe('session-not-open')
    })
    expect(again).toEqual([])
    await stage.work(['release-sessions'])
    expect((await hold(one(0), session)).value().state).toBe('HELD')
  })
})
