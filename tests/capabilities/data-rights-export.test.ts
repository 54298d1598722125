/** The copy of everything held of a person: all of theirs, and nothing of anybody else's. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { dataRights } from '@xlb/shared/data-rights/contract.ts'
import { demoPeople } from '@xlb/shared/demo/roster.ts'
import { demoChildren } from '@xlb/shared/demo/families.ts'
import type { StaffCtx } from '../../server/src/platform/context.ts'
import { nativeDb } from '../../server/src/platform/db/connection.ts'
import { newId } from '../../server/src/platform/ids.ts'
import { withLook } from '../../server/src/platform/looks/looks.ts'
import { postMessage } from '../../server/src/capabilities/messages/index.ts'
import {
  paidBill,
  issueBill,
  openStage,
  shareBill,
  SONGYANG,
  SUICHANG,
  type Resident,
  type Stage,
} from '../support/builders.ts'
import { fieldsOf, send, sendAny } from '../support/call.ts'
import { residentByKey } from '../support/family-stage.ts'
import { fieldsIn, objectsIn } from '../support/json.ts'
import { watchPlans } from '../support/plans.ts'
import { seedOnly } from '../support/seed-only.ts'
import { countRows, fingerprints } from '../support/snapshot.ts'

let stage: Stage
let one: Resident
/** Pays a bill of the first one's too, and has everything the first one has. */
let other: Resident

const CANARY = '金丝雀'

beforeAll(async () => {
  stage = await openStage()
  await seedOnly(stage, ['families'])
  ;[one, other] = [await residentByKey(stage, 'he-weijun'), await stage.resident()]
  await paidBill(stage, one)
  await paidBill(stage, other)
  await shareBill(stage, await issueBill(stage, other), one)
  await stage.work()
  for (const who of [one, other]) {
    await agreeTo(who)
    await withLook(officer(), { ...LOOK, personId: who.personId }, () => Promise.resolve(1))
    const words = { kind: 'receipt' as const, title: CANARY, body: `${CANARY}-${who.phone}`, from: CANARY, link: null }
    await postMessage(stage.ctx(), { personId: who.personId, ...words, source: 'canary' })
  }
})
afterAll(() => stage.stop())

const LOOK = { purpose: 'approval-review', fields: ['name'], caseNo: 'ZD20261126-0001' }
const officer = (): StaffCtx => {
  const staff = { sessionId: newId('sts'), staffId: newId('stf'), personId: null, unitCode: '331123002', held: [] }
  return { ...stage.ctx(), actor: { kind: 'staff', id: staff.staffId }, staff }
}

async function agreeTo(who: Resident): Promise<void> {
  const { items } = (await send(stage.url, dataRights.consents, {}, who)).value()
  const params = { purpose: 'real-name' as const }
  const body = { version: items.find(({ purpose }) => purpose === 'real-name')?.version ?? '' }
  await send(stage.url, dataRights.giveConsent, { params, body }, who)
}

const exportOf = (who: Pick<Resident, 'token'>) => send(stage.url, dataRights.exportOwn, { body: {} }, who)

describe('a copy is refused', () => {
  test('without a session, with anything in its body, and to somebody whose real name is not known', async () => {
    expect((await exportOf({ token: '' })).status).toBe(401)
    const wrong = await sendAny(stage.url, dataRights.exportOwn, { body: { personId: other.personId } }, one)
    expect([wrong.status, fieldsOf(wrong)]).toEqual([400, ['body.personId: unknown-field']])
    const { phone } = await stage.resident(SONGYANG)
    const unknown = await exportOf({ token: await stage.signIn(phone, SUICHANG) })
    expect([unknown.status, unknown.code]).toEqual([409, 'real-name-needed'])
  })

  test('the fourth time on a day, also of ten at once, and is given again the next day', async () => {
    const who = await stage.resident()
    const answers = await Promise.all(Array.from({ length: 10 }, () => exportOf(who)))
    const codes = answers.map(({ code }) => code)
    expect(codes.filter((code) => code === '').length).toBeLessThanOrEqual(3)
    expect(new Set(codes)).toEqual(
      new Set(['', 'export-limit', ...codes.filter((code) => code === 'changed-meanwhile')]),
    )
    for (let tries = 0; tries < 3; tries += 1) await exportOf(who)
    const before = await fingerprints(['sessions'])
    const late = await exportOf(who)
    expect([late.status, late.code]).toEqual([429, 'export-limit'])
    expect(await fingerprints(['sessions'])).toEqual(before)
    await stage.world.advance(86_400_000)
    expect((await exportOf({ token: await stage.signIn(who.phone) })).status).toBe(200)
  })
})

describe('a copy', () => {
  test('holds what each capability holds of the person, looks of officers included', async () => {
    const who = { token: await stage.signIn(one.phone) }
    const { sections, madeAt } = (await exportOf(who)).value()
    expect(Math.abs(Date.parse(madeAt) - stage.ctx().clock.now())).toBeLessThan(60_000)
    const named = Object.keys(sections)
    for (const section of [
      'bills.bills',
      'payments.orders',
      'payments.receipts',
      'messages.messages',
      'families.guardianships',
      'data-rights.consents',
      'data-rights.looks',
    ])
      expect(named).toContain(section)
    expect(objectsIn(sections['payments.receipts'])).toHaveLength(1)
    expect(objectsIn(sections['data-rights.looks'])[0]).toMatchObject({ purpose: '复核窗口登记', outcome: 'shown' })
    expect(objectsIn(sections['families.guardianships'])[0]).toMatchObject({ side: 'guardian', stands: true })
    expect(fieldsIn(objectsIn(sections['data-rights.consents'])[0])['answers']).toHaveLength(1)
    expect(JSON.stringify(sections)).toContain(`${CANARY}-${one.phone}`)
  })

  test('holds nothing of anybody else: no name, number, telephone, birthday or message of another', async () => {
    await stage.world.advance(86_400_000)
    const text = JSON.stringify((await exportOf({ token: await stage.signIn(one.phone) })).value())
    expect(text).not.toContain(`${CANARY}-${other.phone}`)
    const others = [...demoPeople, ...demoChildren].filter((person) => person.key !== one.phone)
    for (const person of others) {
      expect(text).not.toContain(person.idNo)
      if (person.name !== one.person.name) expect(text).not.toContain(person.name)
    }
    for (const { openid, phone } of demoPeople.filter((person) => person.key !== one.phone)) {
      expect(text).not.toContain(openid)
      expect(text).not.toContain(phone)
    }
    for (const child of demoChildren) expect(text).not.toContain(`"birthday":"${child.birthday}"`)
    expect((text.match(/per_[0-9a-z]{20}/g) ?? []).filter((id) => id !== one.personId)).toEqual([])
  })

  test('is in the audit chain without a word of what it held, and is asked without a bad walk', async () => {
    await stage.world.advance(86_400_000)
    const who = { token: await stage.signIn(one.phone) }
    const plans = watchPlans()
    await exportOf(who)
    const { checked, findings } = await plans.report()
    plans.stop()
    expect(checked).toBeGreaterThan(5)
    // What accounts asks is its own suite's to judge.
    expect(findings.filter((finding) => !finding.includes(' of accounts '))).toEqual([])
    await stage.work(['relay-pending'])
    expect(await countRows('auditEntries', { act: 'data-rights.export' })).toBeGreaterThan(3)
    const entries = await nativeDb().collection('auditEntries').find({ act: 'data-rights.export' }).toArray()
    expect(JSON.stringify(entries)).not.toContain(CANARY)
  })
})
