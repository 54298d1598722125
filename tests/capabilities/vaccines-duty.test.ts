/**
 * Whom a nurse may see (HARDENING.md, duties: minors' data): those of sessions that another officer agreed to, and a child who is not on the list only by name, on that
 * day. (vaccines.askDuty, vaccines.askChildDuty)
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { approvals } from '@xlb/shared/approvals/contract.ts'
import { demoChild } from '@xlb/shared/demo/families.ts'
import { demoPerson } from '@xlb/shared/demo/roster.ts'
import { addDays } from '@xlb/shared/platform/time.ts'
import { vaccines } from '@xlb/shared/vaccines/contract.ts'
import { guardianships } from '../../server/src/capabilities/families/data/guardianships.ts'
import { duties } from '../../server/src/capabilities/vaccines/data/duties.ts'
import { officers } from '../../server/src/capabilities/staff/data/officers.ts'
import { countCommands } from '../../server/src/platform/db/connection.ts'
import { send } from '../support/call.ts'
import {
  expectAgreement,
  FLU,
  newPack,
  openNurseStage,
  TRACES,
  type NurseStage,
  type Ticket,
} from '../support/nurse-stage.ts'
import { countRows, fingerprints } from '../support/snapshot.ts'
import { staffToken } from '../support/staff.ts'

const CHILD = 'wu-muqing'

let stage: NurseStage
let one: Ticket

beforeAll(async () => {
  stage = await openNurseStage()
  one = await stage.ticket()
})
beforeEach(async () => {
  const rows = await duties.find(stage.ctx(), {})
  for (const { _id } of rows) await duties.update(stage.ctx(), { _id }, { $set: { state: 'WITHDRAWN' } })
})
afterEach(() => expectAgreement(stage))
afterAll(() => stage.stop())

const site = () => ({ siteId: stage.site._id })
const ofBooking = () => ({ ...site(), bookingId: one.bookingId })
const officer = async (name: string) => ({ token: await staffToken(stage, `suichang-${name}`) })

async function ask(more: { products?: string[]; until?: string; emergency?: boolean } = {}) {
  const wish = { from: stage.today(), until: stage.today(), products: [FLU], emergency: false, ...more }
  return await send(stage.url, vaccines.askDuty, { params: site(), body: wish }, await stage.nurse())
}
async function askChild(more: { idNo?: string; emergency?: boolean } = {}) {
  const body = { idNo: demoChild(CHILD).idNo, reason: 'came-unbooked' as const, emergency: false, ...more }
  return await send(stage.url, vaccines.askChildDuty, { params: site(), body }, await stage.nurse())
}
const agree = async (approvalId: string, who = 'leader') =>
  await send(stage.url, approvals.approve, { params: { approvalId }, body: {} }, await officer(who))
const refuse = async (approvalId: string) =>
  await send(
    stage.url,
    approvals.refuse,
    { params: { approvalId }, body: { reason: '不需要' } },
    await officer('leader'),
  )
const list = async (day = stage.today()) =>
  await send(stage.url, vaccines.dayBookings, { params: { ...site(), day }, query: {} }, await stage.nurse())
const walkIn = async (idNo: string) =>
  await send(
    stage.url,
    vaccines.walkIn,
    { params: site(), body: { idNo, product: FLU, day: stage.today(), time: '08:00' } },
    await stage.nurse(),
  )

/** Every way to a person of the day, by the code each is answered with. */
async function doors(): Promise<(string | null)[]> {
  const nurse = await stage.nurse()
  const [seen, chosen] = [{ version: 1 }, { lotId: stage.lot._id, packCode: newPack() }]
  const params = ofBooking()
  const answers = [
    await list(),
    await stage.checkIn(one.code),
    await send(stage.url, vaccines.vaccinate, { params, body: { ...seen, ...chosen } }, nurse),
    await send(stage.url, vaccines.defer, { params, body: { ...seen, reason: 'fever' } }, nurse),
    await send(stage.url, vaccines.leave, { params, body: seen }, nurse),
    await send(stage.url, vaccines.observe, { params, body: { ...seen, reaction: 'none' } }, nurse),
    await send(
      stage.url,
      vaccines.correctDose,
      { params, body: { ...seen, ...chosen, reason: '写错了', product: FLU, day: stage.today() } },
      nurse,
    ),
    await walkIn(demoPerson('lei-songlin').idNo),
  ]
  return answers.map(({ code }) => code)
}

describe('without a duty', () => {
  test('nobody of the day is shown, by no door; the tries are written and nothing else changes', async () => {
    const before = await fingerprints([...TRACES, 'alarms'])
    const refused = await countRows('looks', { state: 'REFUSED' })
    expect(new Set(await doors())).toEqual(new Set(['duty-needed']))
    expect(await fingerprints([...TRACES, 'alarms'])).toEqual(before)
    expect(await countRows('looks', { state: 'REFUSED' })).toBe(refused + 2)
  })

  test('asking opens nothing yet, and nobody agrees to their own asking', async () => {
    const { approvalId, state } = (await ask()).value()
    expect(state).toBe('ASKED')
    expect((await list()).code).toBe('duty-needed')
    expect((await agree(approvalId, 'nurse')).status).toBe(403)
    expect((await agree(approvalId, 'finance')).status).not.toBe(200)
    expect((await list()).code).toBe('duty-needed')
    expect((await refuse(approvalId)).status).toBe(200)
    expect((await list()).code).toBe('duty-needed')
  })

  test('is refused for too many days, for days that end before they begin, and at another office', async () => {
    expect((await ask({ until: addDays(stage.today(), 31) })).error?.fields?.[0]?.path).toBe('body.until')
    expect((await ask({ until: addDays(stage.today(), -1) })).code).toBe('input-refused')
    expect((await ask({ until: addDays(stage.today(), 30) })).status).toBe(200)
  })
})

describe('with a duty that another officer agreed to', () => {
  test('shows who comes to these sessions and to no others, on these days', async () => {
    expect((await agree((await ask({ products: ['MMR'] })).value().approvalId)).status).toBe(200)
    expect((await list()).value().items).toEqual([])
    expect((await stage.checkIn(one.code)).code).toBe('duty-needed')
    expect((await agree((await ask()).value().approvalId)).status).toBe(200)
    expect((await list()).value().items.map(({ bookingId }) => bookingId)).toEqual([one.bookingId])
    expect((await list(addDays(stage.today(), 1))).code).toBe('duty-needed')
    const visit = (await stage.checkIn(one.code)).value()
    expect((await stage.vaccinate(visit)).value().state).toBe('VACCINATED')
  })

  test('lets a grown-up in without a booking, and costs the list one command', async () => {
    await agree((await ask()).value().approvalId)
    const { idNo } = await stage.somebody()
    expect((await walkIn(idNo)).value()).toMatchObject({ state: 'CHECKED_IN' })
    const nurse = await stage.nurse()
    const counting = countCommands()
    await send(stage.url, vaccines.dayBookings, { params: { ...site(), day: stage.today() }, query: {} }, nurse)
    // The officer's session and account, the duty, those who come.
    expect(counting()).toHaveLength(4)
  })

  test('stands through the weeks it was agreed to, one day before and a week after each', async () => {
    await agree((await ask({ until: addDays(stage.today(), 20) })).value().approvalId)
    expect((await list(addDays(stage.today(), 1))).status).toBe(200)
    expect((await list(addDays(stage.today(), 2))).code).toBe('duty-needed')
  })
})

describe('a child who is not on the list', () => {
  test('is seen by nobody but the nurse whom another officer agreed to, on that day, and the guardians read of it', async () => {
    await agree((await ask()).value().approvalId)
    expect((await walkIn(demoChild(CHILD).idNo)).code).toBe('child-duty-needed')
    const { approvalId } = (await askChild()).value()
    const facts = (await send(stage.url, approvals.show, { params: { approvalId } }, await officer('leader'))).value()
    expect(JSON.stringify(facts)).not.toContain(demoChild(CHILD).name)
    expect(JSON.stringify(facts)).toContain('没有预约，人到了门诊')
    expect((await agree(approvalId)).status).toBe(200)
    const visit = (await walkIn(demoChild(CHILD).idNo)).value()
    expect(visit).toMatchObject({ state: 'CHECKED_IN' })
    const leave = { params: { ...site(), bookingId: visit.bookingId }, body: { version: visit.version } }
    expect((await send(stage.url, vaccines.leave, leave, await stage.nurse())).value().state).toBe('LEFT')
  })

  test('may be seen at once where it cannot wait, and no more when nobody agrees to it afterwards', async () => {
    const { approvalId, state } = (await askChild({ emergency: true })).value()
    expect(state).toBe('STANDING')
    const visit = (await walkIn(demoChild(CHILD).idNo)).value()
    expect((await refuse(approvalId)).status).toBe(200)
    await stage.work()
    const leave = { params: { ...site(), bookingId: visit.bookingId }, body: { version: visit.version } }
    expect((await send(stage.url, vaccines.leave, leave, await stage.nurse())).code).toBe('child-duty-needed')
    expect((await agree((await askChild()).value().approvalId)).status).toBe(200)
    expect((await send(stage.url, vaccines.leave, leave, await stage.nurse())).value().state).toBe('LEFT')
  })

  test('is asked for by number, and a grown-up or an unknown one is refused with the reason', async () => {
    expect((await askChild({ idNo: demoPerson('lei-songlin').idNo })).error?.fields?.[0]?.path).toBe('body.idNo')
    expect((await askChild({ idNo: '330102201501010011' })).status).not.toBe(200)
    const open = await guardianships.find(stage.ctx(), { open: true }, { limit: 50 })
    const child = await stage.childId(CHILD)
    const guardian = open.find((row) => row.childPersonId === child)?.guardianPersonId ?? ''
    const [nurse] = await officers.find(stage.ctx(), { username: 'suichang-nurse' })
    await officers.update(stage.ctx(), { _id: nurse?._id ?? '' }, { $set: { personId: guardian } })
    expect((await askChild()).code).toBe('own-matter')
    await officers.update(stage.ctx(), { _id: nurse?._id ?? '' }, { $set: { personId: nurse?.personId ?? null } })
  })
})
