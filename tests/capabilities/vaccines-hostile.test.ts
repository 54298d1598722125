/** HARDENING's hostile inputs that have something of their own at vaccines (those of every route are in hostile-input.test.ts): refused, and the database stays as it was. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { addDays, dayOf } from '@xlb/shared/platform/time.ts'
import { vaccines } from '@xlb/shared/vaccines/contract.ts'
import { dossiers } from '../../server/src/capabilities/vaccines/data/dossiers.ts'
import { sessions, type SessionRow } from '../../server/src/capabilities/vaccines/data/sessions.ts'
import { newId } from '../../server/src/platform/ids.ts'
import { fieldsOf, looks, send, sendAny } from '../support/call.ts'
import { commandsOf } from '../support/commands.ts'
import { rawRequest } from '../support/raw.ts'
import { fingerprints } from '../support/snapshot.ts'
import { staffToken } from '../support/staff.ts'
import { noneApplies } from '../support/vaccine-questions.ts'
import { crowd, openVaccineStage, type Caller, type VaccineStage } from '../support/vaccine-stage.ts'
import { verified } from '../support/verified.ts'

let stage: VaccineStage
let who: Caller
let other: Caller
let session: SessionRow
let held: { id: string; version: number }

beforeAll(async () => {
  stage = await openVaccineStage()
  const [one, two] = await crowd(stage, 2)
  if (one === undefined || two === undefined) throw new Error('there is nobody')
  who = one
  other = two
  const soon = addDays(dayOf(stage.ctx().clock.now()), 3)
  const month = Number(soon.slice(5, 7))
  session = await stage.session('FLU-IIV', month >= 9 || month <= 2 ? soon : `${soon.slice(0, 4)}-09-01`, { first: 5 })
  held = (await stage.hold(who, who.personId, session)).value()
})
afterAll(() => stage.stop())

/** The one alarm a minute that tells the operator of a storm of such requests is allowed, and nothing else. */
async function unchanged<T>(act: () => Promise<T>): Promise<T> {
  const before = await fingerprints(['alarms'])
  const result = await act()
  expect(await fingerprints(['alarms'])).toEqual(before)
  return result
}

const wish = () => ({ product: 'FLU-IIV', day: session.day, sessionId: session._id, window: '1300' })
const holdAny = (body: unknown, personId: unknown = who.personId, by = who) =>
  sendAny(stage.url, vaccines.hold, { params: { personId }, body }, by)
const confirmAny = (more: object) =>
  sendAny(
    stage.url,
    vaccines.confirm,
    {
      params: { personId: who.personId, bookingId: held.id },
      body: { version: held.version, notice: '2026-11', answers: noneApplies('FLU-IIV'), ...more },
    },
    who,
  )

describe('1–3: operators where a product, a day, a window or an answer belongs', () => {
  test.each([
    ['product', { $ne: null }],
    ['product', ['FLU-IIV']],
    ['day', { $gt: '' }],
    ['sessionId', { $in: ['a'] }],
    ['window', { $regex: '.*' }],
    ['window', '$first'],
    ['product', '$$ROOT'],
  ])('%s as %j is refused with its place', async (field, value) => {
    const answer = await unchanged(() => holdAny({ ...wish(), [field]: value }))
    expect(answer.status).toBe(400)
    expect(fieldsOf(answer).every((one) => one.startsWith(`body.${field}`))).toBe(true)
  })

  test('answers with operators, with two of one question, with a hundred, or with one that nobody asked are none', async () => {
    const asked = noneApplies('FLU-IIV')
    const wrong: readonly unknown[] = [
      [{ code: { $ne: '' }, yes: false }],
      asked.map(({ code }) => ({ code, yes: { $ne: true } })),
      Array.from({ length: 100 }, (_one, n) => ({ code: `q${String(n)}`, yes: false })),
      asked.map(({ code }) => ({ code, yes: false, role: 'nurse' })),
      [...asked.slice(1), asked[1] ?? asked[0]],
      [...asked, { code: 'nobody-asked', yes: false }],
      [],
      { length: asked.length },
    ]
    const answers = await unchanged(() => Promise.all(wrong.map((answers) => confirmAny({ answers }))))
    expect(answers.map(({ status }) => status).filter((status) => status !== 400 && status !== 422)).toEqual([])
  })
})

describe('5: versions and days that are none', () => {
  test.each([0, -1, 1.5, 1e9, '1', null, Number.MAX_SAFE_INTEGER, true, [1]])(
    'version %j changes nothing',
    async (version) => {
      const params = { personId: who.personId, bookingId: held.id }
      const answer = await unchanged(() => sendAny(stage.url, vaccines.cancel, { params, body: { version } }, who))
      expect([400, 409]).toContain(answer.status)
    },
  )

  test.each([
    '2026-02-30',
    '2025-02-29',
    '2026-13-01',
    '2026-1-1',
    '２０２６-11-30',
    '2026-11-30T00:00',
    '+02026-11-30',
    '',
  ])('day %j is no day, in a wish, a change and an address', async (day) => {
    const nurse = { token: await staffToken(stage, 'suichang-nurse') }
    const params = { personId: who.personId, bookingId: held.id }
    const answers = await unchanged(() =>
      Promise.all([
        holdAny({ ...wish(), day }),
        sendAny(
          stage.url,
          vaccines.change,
          { params, body: { ...wish(), product: undefined, day, version: held.version } },
          who,
        ),
        sendAny(stage.url, vaccines.dayBookings, { params: { siteId: stage.site._id, day: day || 'x' } }, nurse),
      ]),
    )
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400])
  })

  test('a day that is not the session’s, one long ago and one far off are no seat', async () => {
    for (const day of [addDays(session.day, 1), '1970-01-01', '9999-12-31'])
      expect([400, 409]).toContain((await unchanged(() => holdAny({ ...wish(), day }, other.personId, other))).status)
  })
})

describe('8: codes as long and as strange as one likes', () => {
  const strange = [
    '',
    ' ',
    'flu-iiv',
    'FLU-IIV\n',
    'FLU-IIV\u0000',
    'ＦＬＵ-IIV',
    'FLU‐IIV',
    'NOPE',
    '__proto__',
    'constructor',
    'toString',
    `${'A'.repeat(50_000)}!`,
    '流感疫苗',
    '\u202eFLU',
  ]

  test.each(strange.map((one) => [one.slice(0, 20), one]))(
    'product %j is none, in a body and in an address',
    async (_shown, product) => {
      const params = { personId: who.personId, product: product.slice(0, 4_000) || '%20' }
      const answers = await unchanged(async () => [
        await holdAny({ ...wish(), product }),
        await sendAny(stage.url, vaccines.sites, { params }, who),
        await sendAny(stage.url, vaccines.seats, { params: { ...params, siteId: stage.site._id } }, who),
      ])
      for (const { status } of answers) expect([400, 404]).toContain(status)
    },
  )

  const windows = ['', '25:00', '1300 ', '13:00', '2500', '0860', '１３００', '__proto__', '0'.repeat(50_000)]
  test.each(windows.map((one) => [one.slice(0, 20), one]))('window %j is no seat', async (_shown, window) => {
    const answer = await unchanged(() => holdAny({ ...wish(), window }, other.personId, other))
    expect([400, 409]).toContain(answer.status)
  })
})

describe('23: somebody else’s', () => {
  test('person, booking and session in a path look like unknown ones, with the same commands', async () => {
    const theirs = { personId: who.personId, bookingId: held.id }
    const unknown = { personId: newId('per'), bookingId: newId('bkg') }
    const mixed = { personId: other.personId, bookingId: held.id }
    const never = { personId: other.personId, bookingId: newId('bkg') }
    const body = { version: held.version }
    for (const [one, two] of [
      [theirs, unknown],
      [mixed, never],
    ] as const)
      for (const endpoint of [vaccines.booking, vaccines.cancel, vaccines.extend] as const) {
        const ask = (params: typeof one) =>
          sendAny(stage.url, endpoint, { params, ...(endpoint.method === 'GET' ? {} : { body }) }, other)
        const [mine, nobodys] = await unchanged(async () => [await ask(one), await ask(two)] as const)
        expect(looks(mine)).toEqual(looks(nobodys))
        expect(mine.status).toBe(404)
        expect(await commandsOf(() => ask(one))).toEqual(await commandsOf(() => ask(two)))
      }
    for (const endpoint of [vaccines.plan, vaccines.bookings] as const) {
      const ask = (personId: string) => sendAny(stage.url, endpoint, { params: { personId } }, other)
      expect(looks(await ask(who.personId))).toEqual(looks(await ask(unknown.personId)))
      expect(await commandsOf(() => ask(who.personId))).toEqual(await commandsOf(() => ask(unknown.personId)))
    }
  })

  test('a session of the other county is none here', async () => {
    const [there] = await sessions.find(stage.ctx('331124'), { product: 'FLU-IIV' }, { limit: 1 })
    if (there === undefined) throw new Error('the other county has no session')
    const body = { product: 'FLU-IIV', day: there.day, sessionId: there._id, window: there.windows[0]?.id ?? '' }
    const nobody = { ...body, sessionId: newId('vse') }
    const [theirs, unknown] = await unchanged(
      async () => [await holdAny(body, other.personId, other), await holdAny(nobody, other.personId, other)] as const,
    )
    expect([theirs.code, looks(theirs)]).toEqual(['session-not-open', looks(unknown)])
  })
})

describe('25: more than may be said', () => {
  test.each([
    'dose',
    'pool',
    'pools',
    'holdUntil',
    'state',
    'by',
    'tenant',
    'seatId',
    'provisional',
    'personId',
    '_id',
    'helped',
  ])('%s beside a wish is refused', async (field) => {
    const answer = await unchanged(() => holdAny({ ...wish(), [field]: 1 }))
    expect(fieldsOf(answer)).toEqual([`body.${field}: unknown-field`])
  })
})

describe('35: the same again', () => {
  test('a wish, a confirmation and a cancellation, sent fifty times at once, are one', async () => {
    const fifty = <T>(act: () => Promise<T>): Promise<T[]> => Promise.all(Array.from({ length: 50 }, act))
    const wishes = await fifty(() => stage.hold(other, other.personId, session))
    const ids = new Set(wishes.map((one) => one.value().id))
    expect(ids.size).toBe(1)
    const [bookingId = ''] = ids
    const version = wishes[0]?.value().version ?? 0
    const params = { personId: other.personId, bookingId }
    const agreed = { version, notice: '2026-11', answers: noneApplies('FLU-IIV') }
    const confirmed = await fifty(() => send(stage.url, vaccines.confirm, { params, body: agreed }, other))
    expect(confirmed.every(({ status }) => status === 200 || status === 409)).toBe(true)
    const now = (await send(stage.url, vaccines.booking, { params }, other)).value()
    expect([now.state, now.version]).toEqual(['CONFIRMED', version + 1])
    await fifty(() => send(stage.url, vaccines.cancel, { params, body: { version: now.version } }, other))
    const row = await dossiers.findOne(stage.ctx(), { personId: other.personId })
    expect([row?.version, row?.bookings.map(({ state }) => state)]).toEqual([version + 2, ['CANCELLED']])
    expect((await verified(stage, 'vaccines')).differences).toEqual([])
  })
})

describe('37: booked, cancelled and booked again by two', () => {
  test('never more seats than there are, never fewer than none, and the history adds up', async () => {
    const last = await stage.session('FLU-IIV', addDays(session.day, 2), { first: 1 })
    const two = await crowd(stage, 2)
    let done = 0
    const go = async (one: Caller): Promise<void> => {
      for (let n = 0; n < 40; n += 1) {
        const answer = await stage.hold(one, one.personId, last)
        if (answer.status !== 200) continue
        const { id: bookingId, version } = answer.value()
        expect((await sessions.findOne(stage.ctx(), { _id: last._id }))?.seats.length).toBeLessThanOrEqual(1)
        await send(
          stage.url,
          vaccines.cancel,
          { params: { personId: one.personId, bookingId }, body: { version } },
          one,
        )
        done += 1
      }
    }
    await Promise.all(two.map(go))
    expect((await sessions.findOne(stage.ctx(), { _id: last._id }))?.seats).toEqual([])
    const rows = await dossiers.find(stage.ctx(), { personId: { $in: two.map((one) => one.personId) } })
    expect(rows.flatMap((one) => one.bookings).filter(({ state }) => state === 'CANCELLED')).toHaveLength(done)
    expect(rows.reduce((sum, one) => sum + one.version - 1, 0)).toBe(2 * done)
  })
})

describe('7: much at once', () => {
  test('a megabyte of answers, and ten thousand of them, is refused at once', async () => {
    const many = Array.from({ length: 10_000 }, () => ({ code: 'fever', yes: false }))
    const answer = await unchanged(() => confirmAny({ answers: many }))
    expect(answer.status).toBe(400)
    const path = `/api/vaccines/people/${who.personId}/bookings/${held.id}/confirm`
    const headers = { authorization: `Bearer ${who.token}`, 'content-type': 'application/json' }
    const big = await rawRequest(stage.url, { method: 'POST', path, headers, body: Buffer.alloc(1_048_577, 'a') })
    expect(big.status).toBe(413)
  })
})
