import { rmSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import * as z from 'zod'
import { demoChild, demoChildren } from '@xlb/shared/demo/families.ts'
import { demoPeople, demoPerson } from '@xlb/shared/demo/roster.ts'
import { startWorld } from '../../world/src/world.ts'
import {
  control,
  fault,
  get,
  listed,
  openStage,
  post,
  setWorldTime,
  signedCall,
  type Json,
  type Reply,
  type Stage,
} from './support.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())
afterEach(async () => {
  await control(stage.world, 'faults/clear', {})
  await control(stage.world, 'clock', { offsetMs: 0 })
})

let number = 0
const newNo = (): string => `VR-${String((number += 1)).padStart(6, '0')}`
const ask = (path: string, body: unknown): Promise<Reply> => signedCall(stage.world.config.registry, 'POST', path, body)
const history = (idNo: string, requestNo = newNo()): Promise<Reply> => ask('/histories', { requestNo, idNo })
const rowsSchema = z.array(z.record(z.string(), z.unknown()))
const rowsIn = ({ body }: Reply): Json[] => rowsSchema.parse(body['doses'])
const dosesOf = async (key: string): Promise<Json[]> => rowsIn(await history(demoChild(key).idNo))
const countOf = (doses: readonly Json[], product: string): number =>
  doses.filter((one) => one['product'] === product).length
const wang = demoPerson('wang-xiulan')
const anan = demoChild('he-anan')

const reportOf = (more: Json = {}): Json => ({
  reportNo: newNo(),
  idNo: anan.idNo,
  product: 'IPV',
  day: '2026-11-26',
  lot: '202605A017',
  siteName: '妙高街道社区卫生服务中心',
  siteCode: 'site_miaogao',
  replaces: [],
  ...more,
})
/** From a day on which everything of these tests has happened. */
const later = (): Promise<Reply> => setWorldTime(stage.world, '2027-02-01T01:00:00Z')

describe('the door of the registry', () => {
  it('is closed without a signature, with another’s, and for a body that is not the contract’s', async () => {
    const { bureau, registry, url } = { ...stage.world.config, url: stage.world.url }
    for (const path of ['/histories', '/reports']) {
      expect((await post(`${url}/registry${path}`, {})).status).toBe(401)
      expect((await signedCall({ ...registry, secret: bureau.secret }, 'POST', path, {})).status).toBe(401)
      expect((await get(`${url}/registry${path}`)).status).toBe(404)
    }
    const extra = await ask('/histories', { requestNo: newNo(), idNo: wang.idNo, name: wang.name })
    expect(extra).toMatchObject({ status: 400, body: { code: 'BODY_INVALID' } })
    expect((await ask('/reports', reportOf({ day: '2026-02-30' }))).status).toBe(400)
    expect((await ask('/reports', reportOf({ lot: '' }))).status).toBe(400)
  })
})

describe('the books of the registry', () => {
  it('have a record of every child and of some grown-ups in both counties, true to birth day and sex', async () => {
    for (const child of demoChildren) {
      const { body } = await history(child.idNo)
      const sex = child.gender === 'F' ? 'female' : 'male'
      expect(body).toMatchObject({ result: 'found', birthDay: child.birthday, sex })
    }
    const answers = await Promise.all(demoPeople.map(({ idNo }) => history(idNo)))
    const known = demoPeople.filter((_, at) => answers[at]?.body['result'] === 'found')
    const inCounty = (code: string): number => known.filter((one) => one.countyCode === code).length
    expect([inCounty('331123'), inCounty('331124')]).toEqual([6, 4])
  })

  it('answer a dose with number, revision, product, day, lot, site and source, oldest first, and nothing personal', async () => {
    const { body } = await history(anan.idNo)
    expect(Object.keys(body).sort()).toEqual(['asOf', 'birthDay', 'doses', 'requestNo', 'result', 'sex'])
    const given = ['BCG 2026-09-26', 'HepB 2026-09-26', 'HepB 2026-10-28'].map((text) => ({
      id: expect.stringMatching(/^RD[0-9a-f]{14}$/),
      revision: 1,
      product: text.split(' ')[0],
      day: text.split(' ')[1],
      lot: expect.stringMatching(/^DEMO/),
      siteName: '云峰街道社区卫生服务中心',
      source: 'registry',
    }))
    expect(body['doses']).toEqual(given)
  })

  it('know nothing of a stranger, and say so with an empty list', async () => {
    const no = newNo()
    const { status, body } = await history('331123195403120019', no)
    const empty = { requestNo: no, result: 'not-found', birthDay: null, sex: null, doses: [] }
    expect({ status, body }).toEqual({ status: 200, body: { ...empty, asOf: expect.any(String) } })
  })

  it('refuse a request number for another person, and answer it anew for the same', async () => {
    const no = newNo()
    const first = await history(wang.idNo, no)
    const added = await control(stage.world, 'registry/doses/add', {
      person: 'wang-xiulan',
      product: 'FLU-IIV',
      day: '2023-10-20',
    })
    expect(rowsIn(await history(wang.idNo, no))).toHaveLength(rowsIn(first).length + 1)
    expect(await history(anan.idNo, no)).toMatchObject({ status: 409, body: { code: 'REQUEST_NO_REUSED' } })
    const [row] = (await listed(stage.world, 'registry/asks')).filter((one) => one['requestNo'] === no)
    expect(row).toEqual({ requestNo: no, result: 'found', at: expect.any(String), asked: 2 })
    await control(stage.world, 'registry/doses/remove', { id: added.body['id'] })
  })
})

describe('a report', () => {
  it('is taken once under its number, stands in the history with it, and is refused with other content', async () => {
    await later()
    const report = reportOf()
    const first = await ask('/reports', report)
    const { reportNo } = report
    expect(first).toMatchObject({ status: 200, body: { reportNo, result: 'accepted', doseId: expect.any(String) } })
    const again = await ask('/reports', report)
    expect(again.body).toEqual({ ...first.body, result: 'duplicate-report' })
    expect(await ask('/reports', { ...report, lot: 'other' })).toMatchObject({
      status: 409,
      body: { code: 'REPORT_NO_REUSED' },
    })
    const own = (await dosesOf('he-anan')).filter((one) => one['product'] === 'IPV')
    const { product, day, lot, siteName } = report
    expect(own).toEqual([{ id: first.body['doseId'], revision: 1, product, day, lot, siteName, source: reportNo }])
    const [row] = (await listed(stage.world, 'registry/reports')).filter((one) => one['reportNo'] === reportNo)
    expect(row).toMatchObject({ result: 'accepted', asked: 2 })
  })

  it('of a dose that somebody else brought counts once', async () => {
    await later()
    const dose = { product: 'DTaP', day: '2026-11-27' }
    const first = await ask('/reports', reportOf(dose))
    const second = await ask('/reports', reportOf({ ...dose, lot: 'written otherwise', siteCode: 'elsewhere' }))
    expect(second.body).toMatchObject({ result: 'same-dose', doseId: first.body['doseId'] })
    const old = await ask('/reports', reportOf({ product: 'HepB', day: '2026-09-26' }))
    expect(old.body['result']).toBe('same-dose')
    expect(countOf(await dosesOf('he-anan'), 'DTaP')).toBe(1)
    expect(countOf(await dosesOf('he-anan'), 'HepB')).toBe(2)
  })

  it('opens the record of a grown-up who had none', async () => {
    await later()
    const { idNo, birthday } = demoPerson('wu-guihua')
    expect((await history(idNo)).body['result']).toBe('not-found')
    expect((await ask('/reports', reportOf({ idNo, product: 'FLU-IIV' }))).body['result']).toBe('accepted')
    expect((await history(idNo)).body).toMatchObject({ result: 'found', birthDay: birthday, sex: 'female' })
  })

  it.each([
    ['ID_NUMBER_INVALID', { idNo: '331123202609260008' }],
    ['PRODUCT_UNKNOWN', { product: 'MR' }],
    ['DAY_IN_FUTURE', { day: '2099-01-01' }],
    ['DAY_BEFORE_BIRTH', { day: '2026-09-25' }],
  ])('that cannot be is refused with %s and leaves no trace', async (code, more) => {
    const before = await listed(stage.world, 'registry/doses')
    const report = reportOf({ day: '2026-10-01', ...more })
    expect(await ask('/reports', report)).toMatchObject({ status: 422, body: { code } })
    expect(await listed(stage.world, 'registry/doses')).toEqual(before)
    const reports = await listed(stage.world, 'registry/reports')
    expect(reports.map((one) => one['reportNo'])).not.toContain(report['reportNo'])
  })
})

describe('the desk', () => {
  it('adds, corrects with the next revision, and takes out', async () => {
    const { idNo } = demoChild('he-yiran')
    const added = await control(stage.world, 'registry/doses/add', { person: idNo, product: 'VAR', day: '2025-03-04' })
    expect(added).toMatchObject({ status: 200, body: { person: 'he-yiran', product: 'VAR', revision: 1 } })
    expect(added.body).not.toHaveProperty('idNo')
    const { id } = added.body
    const corrected = await control(stage.world, 'registry/doses/correct', { id, day: '2025-04-05' })
    expect(corrected.body).toEqual({ ...added.body, day: '2025-04-05', revision: 2 })
    const seen = (await dosesOf('he-yiran')).filter((one) => one['id'] === id)
    expect(seen).toMatchObject([{ revision: 2, product: 'VAR', day: '2025-04-05' }])
    expect((await control(stage.world, 'registry/doses/remove', { id })).status).toBe(200)
    expect(countOf(await dosesOf('he-yiran'), 'VAR')).toBe(0)
    expect((await control(stage.world, 'registry/doses/remove', { id })).status).toBe(422)
    expect((await control(stage.world, 'registry/doses/correct', { id, day: '2025-04-05' })).status).toBe(422)
  })

  it('refuses an unknown person, a dose that is there already, and what cannot be', async () => {
    const add = async (more: Json): Promise<number> =>
      (
        await control(stage.world, 'registry/doses/add', {
          person: 'he-anan',
          product: 'BCG',
          day: '2026-10-01',
          ...more,
        })
      ).status
    expect(await add({ person: 'nobody' })).toBe(422)
    expect(await add({ day: '2026-09-26' })).toBe(422)
    expect(await add({ product: 'X' })).toBe(422)
    expect(await add({ day: '2026-09-25' })).toBe(422)
    expect(await add({ day: 'yesterday' })).toBe(400)
    const [first] = await dosesOf('he-anan')
    const clash = { id: first?.['id'], product: 'HepB', day: '2026-10-28' }
    expect((await control(stage.world, 'registry/doses/correct', clash)).status).toBe(422)
  })
})

describe('the registry on a bad day', () => {
  it('is down, loses the line, is slow, or answers what is no JSON', async () => {
    await fault(stage.world, 'registry.down', { times: 1 })
    expect(await history(anan.idNo)).toMatchObject({ status: 503, body: { code: 'UNAVAILABLE' } })
    await fault(stage.world, 'registry.down', { times: 1, params: { drop: true } })
    await expect(history(anan.idNo)).rejects.toThrow('fetch failed')
    await fault(stage.world, 'registry.garbled', { times: 1 })
    await expect(history(anan.idNo)).rejects.toThrow(SyntaxError)
    const slow = (await listed(stage.world, 'faults')).find((one) => one['id'] === 'registry.slow')
    expect(slow).toMatchObject({ params: { delayMs: 30_000 } })
    await fault(stage.world, 'registry.slow', { times: 1, params: { delayMs: 150 } })
    const from = Date.now()
    expect((await history(anan.idNo)).status).toBe(200)
    expect(Date.now() - from).toBeGreaterThan(140)
  })

  it('takes a report all the same when its answer is garbled', async () => {
    await later()
    const report = reportOf({ product: 'MPSV-A', day: '2027-01-30' })
    await fault(stage.world, 'registry.garbled', { times: 1 })
    await expect(ask('/reports', report)).rejects.toThrow(SyntaxError)
    expect((await ask('/reports', report)).body['result']).toBe('duplicate-report')
  })

  it('answers the record of a child who was born on another day', async () => {
    await fault(stage.world, 'registry.wrong-child', { times: 2 })
    for (const child of [demoChild('wu-muqing'), anan]) {
      const { body } = await history(child.idNo)
      expect(body['result']).toBe('found')
      expect(body['birthDay']).not.toBe(child.birthday)
    }
    expect((await history(anan.idNo)).body['birthDay']).toBe(anan.birthday)
  })

  it('lists the last dose twice under two numbers, and answers what is thirty hours old', async () => {
    const honest = await dosesOf('zhou-xiaoman')
    await fault(stage.world, 'registry.dose-twice', { times: 1 })
    const twice = await dosesOf('zhou-xiaoman')
    expect(twice).toHaveLength(honest.length + 1)
    const [one, other] = twice.slice(-2)
    expect(other).toEqual({ ...one, id: expect.any(String) })
    expect(other?.['id']).not.toBe(one?.['id'])
    await fault(stage.world, 'registry.stale', { times: 1 })
    const hours = (Date.now() - Date.parse(String((await history(anan.idNo)).body['asOf']))) / 3_600_000
    expect(Math.round(hours)).toBe(30)
  })
})

describe('the registry’s memory', () => {
  it('outlives the process with corrections and removals, and begins anew at a reset', async () => {
    const own = await openStage()
    const before = await listed(own.world, 'registry/doses')
    const [corrected, removed] = before.map((one) => String(one['id']))
    await control(own.world, 'registry/doses/correct', { id: corrected, lot: 'L-2' })
    await control(own.world, 'registry/doses/remove', { id: removed })
    const kept = await listed(own.world, 'registry/doses')
    await own.world.stop()
    const again = await startWorld({ port: 0, dir: own.dir })
    expect(again.config.registry.secret).toBe(own.world.config.registry.secret)
    expect(await listed(again, 'registry/doses')).toEqual(kept)
    await control(again, 'reset', {})
    expect(await listed(again, 'registry/doses')).toEqual(before)
    await again.stop()
    await own.merchant.close()
    rmSync(own.dir, { recursive: true, force: true })
  })
})
