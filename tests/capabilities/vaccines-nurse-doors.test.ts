/** Every door of the nurse's day: nobody, other officers, nurses of another office or county, unknown sites, and bodies that are none. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { vaccines } from '@xlb/shared/vaccines/contract.ts'
import type { Endpoint } from '@xlb/shared/platform/endpoint.ts'
import { forgetSites, sites } from '../../server/src/capabilities/vaccines/data/sites.ts'
import { newId } from '../../server/src/platform/ids.ts'
import { SONGYANG } from '../support/app.ts'
import { sendAny } from '../support/call.ts'
import { newPack, openNurseStage, type NurseStage } from '../support/nurse-stage.ts'
import { fingerprints } from '../support/snapshot.ts'
import { staffToken } from '../support/staff.ts'

const TRACES = ['staffSessions']
/** Who tries operators again and again is told to the operator. */
const TRIED = [...TRACES, 'alarms']

let stage: NurseStage
let bookingId: string
/** Of another office of the county. */
let other: string

beforeAll(async () => {
  stage = await openNurseStage()
  bookingId = (await stage.ticket()).bookingId
  const [row] = await sites.find(stage.ctx(), { _id: { $ne: stage.site._id } }, { limit: 1 })
  other = row?._id ?? ''
  await sites.update(stage.ctx(), { _id: other }, { $set: { office: '331123-edu' } })
  forgetSites(stage.ctx())
})
afterAll(() => stage.stop())

const seen = { version: 1 }
const chosen = () => ({ lotId: stage.lot._id, packCode: newPack() })
const lot = () => ({
  ...{ product: 'MMR', lotNo: 'D1', maker: '演示生物', expiry: stage.today(), dosesPerPack: 1, received: null },
})
const walk = () => ({ idNo: '11010519491231002X', product: 'MMR', day: stage.today(), time: '07:00' })

interface Door {
  readonly endpoint: Endpoint
  readonly params?: () => object
  readonly query?: object
  readonly body?: () => object
}
const doors: readonly Door[] = [
  { endpoint: vaccines.enterLot, body: lot },
  { endpoint: vaccines.lots, query: { product: 'MMR' } },
  { endpoint: vaccines.stopLot, params: () => ({ lotId: stage.lot._id }), body: () => ({ stopped: true }) },
  { endpoint: vaccines.dayBookings, params: () => ({ day: stage.today() }) },
  { endpoint: vaccines.checkIn, body: () => ({ code: 'BCDFGHJK' }) },
  { endpoint: vaccines.walkIn, body: walk },
  { endpoint: vaccines.vaccinate, params: () => ({ bookingId }), body: () => ({ ...seen, ...chosen() }) },
  { endpoint: vaccines.defer, params: () => ({ bookingId }), body: () => ({ ...seen, reason: 'fever' }) },
  { endpoint: vaccines.leave, params: () => ({ bookingId }), body: () => seen },
  { endpoint: vaccines.observe, params: () => ({ bookingId }), body: () => ({ ...seen, reaction: 'none' }) },
  {
    endpoint: vaccines.correctDose,
    params: () => ({ bookingId }),
    body: () => ({ ...seen, ...chosen(), reason: '写错了', product: 'MMR', day: stage.today() }),
  },
]
const rows = doors.map((door) => [door.endpoint.id, door] as const)

async function knock({ endpoint, params, query, body }: Door, siteId: string, token?: string) {
  const call = { params: { siteId, ...params?.() }, query, ...(body === undefined ? {} : { body: body() }) }
  return await sendAny(stage.url, endpoint, call, { token })
}

describe.each(rows)('%s', (_id, door) => {
  test('is shut to nobody’s, other officers’, another office’s and another county’s hands; nothing changes', async () => {
    const [finance, abroad] = [
      await staffToken(stage, 'suichang-finance'),
      await staffToken(stage, 'songyang-nurse', SONGYANG),
    ]
    const { token } = await stage.nurse()
    const before = await fingerprints(TRACES)
    expect((await knock(door, stage.site._id)).status).toBe(401)
    expect((await knock(door, stage.site._id, finance)).code).toBe('forbidden')
    expect((await knock(door, other, token)).code).toBe('out-of-scope')
    expect((await knock(door, stage.site._id, abroad)).code).toBe('not-found')
    expect((await knock(door, newId('sit'), token)).code).toBe('not-found')
    expect((await knock(door, 'sit_none', token)).code).toBe('invalid-input')
    expect(await fingerprints(TRACES)).toEqual(before)
  })

  test('takes no field that it does not know, and no operator for a value', async () => {
    if (door.body === undefined) return
    const { token } = await stage.nurse()
    const { body } = door
    const before = await fingerprints(TRIED)
    for (const name of Object.keys(body())) {
      const hostile = { ...door, body: () => ({ ...body(), [name]: { $ne: null } }) }
      expect((await knock(hostile, stage.site._id, token)).status).toBe(400)
    }
    const more = { ...door, body: () => ({ ...body(), state: 'VACCINATED' }) }
    expect((await knock(more, stage.site._id, token)).status).toBe(400)
    expect(await fingerprints(TRIED)).toEqual(before)
  })
})

test.each([
  ['letters', 'a'.repeat(20)],
  ['19 digits', '8'.repeat(19)],
  ['21 digits', '8'.repeat(21)],
  ['digits of another script', '８'.repeat(20)],
  ['a line break after it', `${'8'.repeat(20)}\n`],
])('a pack code of %s is none', async (_words, packCode) => {
  const { token } = await stage.nurse()
  const body = { ...seen, lotId: stage.lot._id, packCode }
  const call = { params: { siteId: stage.site._id, bookingId }, body }
  expect((await sendAny(stage.url, vaccines.vaccinate, call, { token })).status).toBe(400)
})
