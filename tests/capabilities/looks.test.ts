/** Looks: that somebody looked stands in the database before anything is seen, and its person reads it. */
import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { dataRights } from '@xlb/shared/data-rights/contract.ts'
import { purposeWords } from '@xlb/shared/data-rights/purposes.zh-CN.ts'
import type { StaffCtx } from '../../server/src/platform/context.ts'
import { countCommands, nativeDb } from '../../server/src/platform/db/connection.ts'
import { AppError } from '../../server/src/platform/errors.ts'
import { newId } from '../../server/src/platform/ids.ts'
import { refusedLook, withLook, type Look } from '../../server/src/platform/looks/looks.ts'
import { lookRows } from '../../server/src/platform/looks/rows.ts'
import { openStage, SONGYANG, type Resident, type Stage } from '../support/builders.ts'
import { fieldsOf, send, sendAny } from '../support/call.ts'
import { watchPlans, type PlanWatch } from '../support/plans.ts'
import { countRows } from '../support/snapshot.ts'

let stage: Stage
let plans: PlanWatch
let wang: Resident

beforeAll(async () => {
  stage = await openStage()
  wang = await stage.resident()
  plans = watchPlans()
})
afterAll(async () => {
  plans.stop()
  await stage.stop()
})

const CASE = 'ZD20261126-0001'
const officer = (): StaffCtx => {
  const staff = { sessionId: newId('sts'), staffId: newId('stf'), personId: null, unitCode: '331123002', held: [] }
  return { ...stage.ctx(), actor: { kind: 'staff', id: staff.staffId }, staff }
}
const lookAt = (who: Resident, more: Partial<Look> = {}): Look => ({
  personId: who.personId,
  purpose: 'counter-find-person',
  fields: ['name', 'masked-id-no'],
  caseNo: CASE,
  ...more,
})
const read = async (who: Resident, query: { limit?: string; cursor?: string } = {}) =>
  (await send(stage.url, dataRights.looks, { query }, who)).value()
const newest = async (who: Resident) => (await read(who)).items[0]

describe('reading who looked', () => {
  test('needs a session, and a list that is asked for rightly', async () => {
    expect((await send(stage.url, dataRights.looks, {}, { token: undefined })).status).toBe(401)
    for (const query of [{ limit: '1e9' }, { cursor: '../x' }, { personId: 'per_x' }]) {
      const answer = await sendAny(stage.url, dataRights.looks, { query }, wang)
      expect([answer.status, fieldsOf(answer).length]).toEqual([400, 1])
    }
  })

  test('shows nobody else’s', async () => {
    const [one, other] = [await stage.resident(), await stage.resident(SONGYANG)]
    await withLook(officer(), lookAt(one), () => Promise.resolve(1))
    expect((await read(one)).items).toHaveLength(1)
    expect((await read(other)).items).toEqual([])
    expect((await read(await stage.resident())).items).toEqual([])
  })
})

describe('a look', () => {
  test('stands as intended before anything is read, and as shown before anything is answered', async () => {
    const states: (string | undefined)[] = []
    const one = await stage.resident()
    const stateNow = async () => (await lookRows.find(stage.ctx(), { personId: one.personId }))[0]?.state
    const seen = await withLook(officer(), lookAt(one), async () => {
      states.push(await stateNow())
      return 'secret'
    })
    states.push(await stateNow())
    expect([seen, ...states]).toEqual(['secret', 'INTENDED', 'SHOWN'])
    expect(JSON.stringify(await lookRows.find(stage.ctx(), {}))).not.toContain('secret')
  })

  test('costs two commands beside the reading', async () => {
    const ctx = officer()
    const commands = countCommands()
    await withLook(ctx, lookAt(wang), () => Promise.resolve(1))
    expect(commands()).toEqual(['insert', 'findAndModify'])
  })

  test('tells the person office, purpose, fields and case in words, and not the officer', async () => {
    const one = await stage.resident()
    const ctx = officer()
    await withLook(ctx, lookAt(one), () => Promise.resolve(1))
    const row = await newest(one)
    expect(row).toMatchObject({
      office: expect.stringMatching(/街道|镇|乡/),
      purpose: '窗口核对身份',
      fields: ['姓名', '证件号码（部分遮住）'],
      caseNo: CASE,
      outcome: 'shown',
    })
    expect(JSON.stringify(row)).not.toContain(ctx.staff.staffId)
  })

  test('that cannot be written is not taken: nothing is read', async () => {
    let looked = 0
    const look = () => withLook(officer(), lookAt(wang), () => Promise.resolve((looked += 1)))
    await nativeDb().command({ collMod: 'looks', validator: { personId: 'nobody' } })
    await expect(look()).rejects.toThrow('Document failed validation')
    await expect(refusedLook(officer(), lookAt(wang))).rejects.toThrow('Document failed validation')
    await nativeDb().command({ collMod: 'looks', validator: {} })
    expect(looked).toBe(0)
  })

  test('whose end cannot be written shows nothing', async () => {
    const one = await stage.resident()
    const look = withLook(officer(), lookAt(one), async () => {
      await nativeDb().collection('looks').deleteMany({ personId: one.personId })
      return 'secret'
    })
    await expect(look).rejects.toThrow('nothing is shown without it')
  })

  test('for a purpose or field that the person could not be told of is refused', async () => {
    const before = await countRows('looks')
    for (const wrong of [{ purpose: 'because' }, { fields: ['name', 'diary'] }])
      await expect(withLook(officer(), lookAt(wang, wrong), () => Promise.resolve(1))).rejects.toThrow('no words')
    expect(await countRows('looks')).toBe(before)
  })

  test('that was refused reads refused, whether before the reading or by it', async () => {
    const [one, other] = [await stage.resident(), await stage.resident()]
    await refusedLook(officer(), lookAt(one))
    const refusing = withLook(officer(), lookAt(other), () => Promise.reject(new AppError('out-of-scope')))
    await expect(refusing).rejects.toThrow('out-of-scope')
    for (const who of [one, other]) expect((await newest(who))?.outcome).toBe('refused')
  })

  test('that broke off reads as possibly seen, five minutes later', async () => {
    const one = await stage.resident()
    await expect(withLook(officer(), lookAt(one), () => Promise.reject(new Error('cut')))).rejects.toThrow('cut')
    await stage.world.advance(299_000)
    expect((await newest(one))?.outcome).toBe('shown')
    await stage.world.advance(2_000)
    expect((await newest(one))?.outcome).toBe('unsure')
  })

  test('without a case, as an audit has none, says so', async () => {
    const one = await stage.resident()
    await withLook(officer(), lookAt(one, { purpose: 'approval-review', caseNo: null }), () => Promise.resolve(1))
    expect(await newest(one)).toMatchObject({ caseNo: null, purpose: purposeWords['approval-review'] })
  })
})

describe('many looks', () => {
  test('come newest first in pages that lose and repeat none, at two commands a page', async () => {
    const one = await stage.resident()
    for (let n = 0; n < 25; n += 1) {
      await withLook(officer(), lookAt(one, { caseNo: `ZD20261126-${String(n).padStart(4, '0')}` }), () =>
        Promise.resolve(n),
      )
      if (n % 2 === 1) await stage.world.advance(30_000)
    }
    const token = await stage.signIn(one.phone)
    const who = { ...one, token }
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const commands = countCommands()
      const page: Awaited<ReturnType<typeof read>> = await read(who, {
        limit: '10',
        ...(cursor === null ? {} : { cursor }),
      })
      expect(commands()).toEqual(['find', 'find'])
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.next
    } while (cursor !== null)
    expect(seen).toHaveLength(25)
    expect(new Set(seen).size).toBe(25)
  })

  test('are removed three years later, and not a day before', async () => {
    const one = await stage.resident()
    await withLook(officer(), lookAt(one), () => Promise.resolve(1))
    const rule = stage.house.capabilities
      .flatMap((each) => each.retention ?? [])
      .find(({ record }) => record === 'looks')
    const [row] = await lookRows.find(stage.ctx(), { personId: one.personId })
    if (rule?.remove === undefined || row === undefined) throw new Error('no rule removes looks')
    expect(rule.keep).toEqual({ years: 3 })
    await rule.remove(stage.ctx(), row.at)
    expect(await countRows('looks', { personId: one.personId })).toBe(1)
    await rule.remove(stage.ctx(), new Date(Date.parse(row.at) + 1).toISOString())
    expect(await countRows('looks', { personId: one.personId })).toBe(0)
  })
})

test('no query of the looks walks badly', async () => {
  const { checked, findings } = await plans.report()
  expect(checked).toBeGreaterThan(3)
  expect(findings.filter((one) => one.includes(' of looks ') && one.includes('tenant'))).toEqual([])
})

test('every purpose is looked for somewhere, and none is promised that nobody has', () => {
  const folder = new URL('../../server/src/capabilities/', import.meta.url)
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  const text = sources.map((name) => readFileSync(new URL(name, folder), 'utf8')).join('')
  const unused = Object.keys(purposeWords).filter((purpose) => !text.includes(`purpose: '${purpose}'`))
  expect([sources.length > 100, unused]).toEqual([true, []])
})
