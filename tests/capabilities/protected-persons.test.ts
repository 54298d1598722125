/** ID numbers: found by their blind index, never readable in the database, and in nothing that leaves the server. */
import { readFileSync } from 'node:fs'
import { Writable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import supertest from 'supertest'
import { demoPeople, demoPerson } from '@xlb/shared/demo/roster.ts'
import { accounts, demoId, findPersonByIdNo } from '../../server/src/capabilities/accounts/index.ts'
import { persons } from '../../server/src/capabilities/accounts/data/persons.ts'
import { nativeDb } from '../../server/src/platform/db/connection.ts'
import { runMigrations } from '../../server/src/platform/db/migrations.ts'
import { openSealed, sealedFields } from '../../server/src/platform/db/sealed.ts'
import type { House } from '../../server/src/platform/house.ts'
import { createApp } from '../../server/src/platform/http/app.ts'
import { runJobsOnce } from '../../server/src/platform/jobs/run.ts'
import { createLog } from '../../server/src/platform/log.ts'
import { SONGYANG, SUICHANG, type TestApp } from '../support/app.ts'
import { PROBE, watchPlans } from '../support/plans.ts'
import { startAppWith } from '../support/seed-only.ts'

const wang = demoPerson('wang-xiulan')
const wangId = demoId('per', wang.key)
const withX = demoPeople.find((one) => one.idNo.endsWith('X'))
const unverified = { state: 'LIVING', verified: null, version: 0, createdAt: '2026-11-26T00:00:00.000Z' } as const
let app: TestApp

beforeAll(async () => {
  app = await startAppWith(['organisations', 'accounts'])
})
afterAll(() => app.stop())

const rowOf = async (personId: string) => await persons.findOne(app.ctx(), { _id: personId })

/** Every document of every collection, as text. */
async function wholeDatabase(): Promise<string> {
  const names = (await nativeDb().listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name)
  const all = await Promise.all(names.map((name) => nativeDb().collection(name).find({}, { comment: PROBE }).toArray()))
  return JSON.stringify(all)
}

describe('a person', () => {
  test('is found by the ID number, within the county, by one command of an index', async () => {
    const plans = watchPlans()
    expect(await findPersonByIdNo(app.ctx(), wang.idNo)).toEqual({
      id: wangId,
      name: wang.name,
      villageCode: wang.villageCode,
      birthday: wang.birthday,
      verified: 'source',
      deceased: false,
    })
    expect(await plans.report()).toEqual({ checked: 1, findings: [] })
    plans.stop()
    expect(await findPersonByIdNo(app.ctx(SONGYANG), wang.idNo)).toBeNull()
  })

  test('is found with a small x, and asking for what is no ID number finds nobody', async () => {
    const ctx = app.ctx(withX?.countyCode)
    expect((await findPersonByIdNo(ctx, withX?.idNo.toLowerCase() ?? ''))?.name).toBe(withX?.name)
    for (const text of ['', wang.idNo.slice(0, 15), `${wang.idNo} `, '110105194912310021'])
      expect(await findPersonByIdNo(app.ctx(), text)).toBeNull()
  })

  test('has the ID number sealed, and the birthday beside it', async () => {
    const row = await rowOf(wangId)
    expect(row?.birthday).toBe(wang.birthday)
    expect(row?.idNoSealed).toMatch(/^A256GCM:/)
    expect(openSealed(persons, { _id: wangId, tenant: SUICHANG }, 'idNo', row?.idNoSealed ?? '')).toBe(wang.idNo)
  })

  test('whose sealed text was moved to another row or changed in the database does not open', async () => {
    const sealed = (await rowOf(wangId))?.idNoSealed ?? ''
    const other = { _id: demoId('per', demoPeople[1]?.key ?? ''), tenant: SUICHANG }
    expect(() => openSealed(persons, other, 'idNo', sealed)).toThrow('persons.idNo did not open: refused')
    const changed = `${sealed.slice(0, -1)}${sealed.endsWith('A') ? 'Q' : 'A'}`
    expect(() => openSealed(persons, { _id: wangId, tenant: SUICHANG }, 'idNo', changed)).toThrow('did not open')
  })

  test('is alone with an ID number in the county; the same one in another county is another record', async () => {
    const twin = (tenant: string) => {
      const key = { _id: demoId('per', `twin-${tenant}`), tenant }
      const fields = sealedFields(persons, key, 'idNo', wang.idNo)
      return {
        ...key,
        name: wang.name,
        villageCode: wang.villageCode,
        ...unverified,
        ...fields,
      }
    }
    await expect(persons.insert(app.ctx(), twin(SUICHANG))).rejects.toMatchObject({ code: 11000 })
    await persons.insert(app.ctx(SONGYANG), twin(SONGYANG))
    expect((await findPersonByIdNo(app.ctx(SONGYANG), wang.idNo))?.id).toBe(demoId('per', `twin-${SONGYANG}`))
    await persons.removeOne(app.ctx(SONGYANG), { _id: demoId('per', `twin-${SONGYANG}`) })
  })

  test('without an ID number stands beside others without one', async () => {
    const bare = (key: string) => ({
      _id: demoId('per', key),
      tenant: SUICHANG,
      name: wang.name,
      villageCode: wang.villageCode,
      ...unverified,
    })
    for (const key of ['bare-1', 'bare-2']) await persons.insert(app.ctx(), bare(key))
    for (const key of ['bare-1', 'bare-2']) await persons.removeOne(app.ctx(), { _id: demoId('per', key) })
  })
})

describe('the migration', () => {
  test('fills people seeded before, leaves everybody else, and bears a repeat', async () => {
    const rows = nativeDb().collection<{ _id: string }>('persons')
    await rows.updateOne({ _id: wangId }, { $unset: { idNoSealed: '', idNoBlind: '', idNoKid: '', birthday: '' } })
    expect(await findPersonByIdNo(app.ctx(), wang.idNo)).toBeNull()
    const others = () =>
      rows
        .find({ _id: { $ne: wangId } })
        .sort({ _id: 1 })
        .toArray()
    const before = await others()
    for (let round = 0; round < 2; round += 1) {
      await nativeDb().collection<{ _id: string }>('migrations').deleteMany({})
      await runMigrations(accounts.migrations ?? [])
    }
    expect((await findPersonByIdNo(app.ctx(), wang.idNo))?.id).toBe(wangId)
    expect(await others()).toEqual(before)
  })
})

/** A log that remembers every line, whatever its level. */
function rememberingLog() {
  const lines: string[] = []
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString())
      done()
    },
  })
  return { log: createLog('debug', sink), text: () => lines.join('') }
}

/** Puts the ID number wherever a request can carry something; answers everything that came back. */
async function sendEverywhere(house: House, idNo: string): Promise<string[]> {
  const request = supertest(createApp(house).koa.callback())
  const token = await app.signIn(wang.key)
  const host = new URL(app.url).host
  const sent = [
    request.get('/api/accounts/me'),
    request.get('/api/home'),
    request.get(`/api/accounts/me?idNo=${idNo}`),
    request.get(`/api/persons/${idNo}`),
    request.get('/api/accounts/me').set('User-Agent', idNo).set('X-Request-Id', idNo),
    request.post('/api/accounts/sessions').send({ code: idNo, tenant: SUICHANG, client: 'h5', idNo }),
    request.post('/api/accounts/sessions').set('Content-Type', 'application/json').send(`{"idNo":"${idNo}"`),
  ]
  const answers = []
  for (const one of sent) answers.push(await one.set('Host', host).set('Authorization', `Bearer ${token}`))
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 400, 404, 200, 400, 400])
  return answers.map(({ headers, text }) => JSON.stringify([headers, text]))
}

/** What a failing write says: the database's own words go to the log. */
async function duplicateError(): Promise<unknown> {
  const key = { _id: demoId('per', 'twin'), tenant: SUICHANG }
  const row = { ...key, name: '测试', villageCode: wang.villageCode, ...unverified }
  const insert = persons.insert(app.ctx(), { ...row, ...sealedFields(persons, key, 'idNo', wang.idNo) })
  return await insert.then(
    () => null,
    (error: unknown) => error,
  )
}

describe('an ID number', () => {
  test('is in no log line, answer, error, metric, queue, audit row or published head of a whole run', async () => {
    const { log, text } = rememberingLog()
    const house = { ...app.house, log }
    const answers = await sendEverywhere(house, wang.idNo)
    const error = await duplicateError()
    expect(error).toMatchObject({ code: 11000 })
    log.error({ err: error }, 'a write failed')
    log.warn({ person: { ...(await rowOf(wangId)), idNo: wang.idNo } }, 'somebody logs a person')
    await findPersonByIdNo({ ...app.ctx(), log }, wang.idNo)
    expect(await runJobsOnce(house)).toBe(0)
    const told = {
      log: text(),
      answers: answers.join(''),
      error: error instanceof Error ? `${error.message}${String(error.stack)}` : '',
      metrics: await house.metrics.registry.metrics(),
      database: await wholeDatabase(),
    }
    for (const [where, words] of Object.entries({ ...told, heads: readHeads() })) {
      expect([where, words.length > 0 || where === 'heads']).toEqual([where, true])
      const found = demoPeople.filter(({ idNo }) => words.includes(idNo) || words.includes(idNo.slice(6, 17)))
      expect([where, found.map(({ key }) => key)]).toEqual([where, []])
    }
    expect(told.log).toContain('"msg":"somebody logs a person"')
  })
})

function readHeads(): string {
  try {
    return readFileSync(app.house.config.environment.AUDIT_HEADS_FILE, 'utf8')
  } catch {
    return ''
  }
}
