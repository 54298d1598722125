/** data-rights over HTTP: what residents agree to, by version, and what stops when they withdraw it. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { dataRights, type Consent, type ConsentPurpose } from '@xlb/shared/data-rights/contract.ts'
import { carryConsents, consentStands } from '../../server/src/capabilities/data-rights/index.ts'
import { consents } from '../../server/src/capabilities/data-rights/data/consents.ts'
import { countCommands } from '../../server/src/platform/db/connection.ts'
import { newId } from '../../server/src/platform/ids.ts'
import { SONGYANG, SUICHANG, type TestApp } from '../support/app.ts'
import { openStage, type Resident, type Stage } from '../support/builders.ts'
import { fieldsOf, send, sendAny } from '../support/call.ts'
import { watchPlans, type PlanWatch } from '../support/plans.ts'
import { countRows, fingerprints } from '../support/snapshot.ts'

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

type Who = Pick<Resident, 'token'>

const list = async (who: Who) => (await send(stage.url, dataRights.consents, {}, who)).value().items
const give = (who: Who, purpose: ConsentPurpose, version: string) =>
  send(stage.url, dataRights.giveConsent, { params: { purpose }, body: { version } }, who)
const withdraw = (who: Who, purpose: ConsentPurpose) =>
  send(stage.url, dataRights.withdrawConsent, { params: { purpose } }, who)
const of = (items: readonly Consent[], purpose: ConsentPurpose): Consent => {
  const found = items.find((one) => one.purpose === purpose)
  if (found === undefined) throw new Error(`no ${purpose}`)
  return found
}
const versionOf = async (who: Who, purpose: ConsentPurpose) => of(await list(who), purpose).version
const agree = async (who: Who, purpose: ConsentPurpose) => await give(who, purpose, await versionOf(who, purpose))
const holder = (one: Resident) => ({ accountId: newId('acc'), personId: one.personId })
const stands = (one: Resident, purpose: ConsentPurpose) => consentStands(stage.ctx(), holder(one), purpose)

async function visitor(app: TestApp): Promise<Who> {
  const { phone } = await stage.resident(SONGYANG)
  return { token: await app.signIn(phone, SUICHANG) }
}

describe('the documents', () => {
  test('are shown to nobody without a session', async () => {
    for (const token of [undefined, 'a.b.c']) {
      expect((await send(stage.url, dataRights.consents, {}, { token })).status).toBe(401)
      const params = { purpose: 'real-name' as const }
      const body = { version: '2026-11-20' }
      expect((await send(stage.url, dataRights.giveConsent, { params, body }, { token })).status).toBe(401)
      expect((await send(stage.url, dataRights.withdrawConsent, { params }, { token })).status).toBe(401)
    }
  })

  test('name who processes what, why, how long, how to withdraw and whom to call, in the county’s own words', async () => {
    const items = await list(wang)
    expect(items.map((one) => one.purpose)).toEqual(['service-agreement', 'real-name', 'child-data'])
    expect(items.map((one) => one.sensitive)).toEqual([false, true, true])
    for (const { text, title, withdrawing, state } of items) {
      expect(state).toBe('none')
      expect(text.length).toBeGreaterThanOrEqual(4)
      expect(text.length).toBeLessThanOrEqual(8)
      expect([title, withdrawing, ...text].join('')).not.toMatch(/[{}]|[!！你]/)
      expect(text.join('')).toContain('遂昌县')
      expect(text.join('')).toMatch(/\d{4}-?\d{3}|\d{5}/)
    }
  })
})

describe('agreeing', () => {
  test.each([
    [{ params: { purpose: 'marketing' }, body: { version: '2026-11-20' } }, 'params.purpose: not-allowed'],
    [{ params: { purpose: 'real-name' }, body: {} }, 'body.version: required'],
    [{ params: { purpose: 'real-name' }, body: { version: 'latest' } }, 'body.version: wrong-format'],
    [{ params: { purpose: 'real-name' }, body: { version: { $ne: '' } } }, 'body.version.$ne: operator-refused'],
    [
      { params: { purpose: 'real-name' }, body: { version: '2026-11-20', personId: 'per_x' } },
      'body.personId: unknown-field',
    ],
  ])('to %j is refused by name', async (parts, field) => {
    const answer = await sendAny(stage.url, dataRights.giveConsent, parts, wang)
    expect([answer.status, fieldsOf(answer)[0]?.split(':')[0]]).toEqual([400, field.split(':')[0]])
  })

  test('to a version that was not the one shown is refused, and nothing changes', async () => {
    const before = await fingerprints(['sessions'])
    for (const version of ['2020-01-01', '2099-01-01']) {
      const answer = await give(wang, 'real-name', version)
      expect([answer.status, answer.code]).toEqual([409, 'consent-version-old'])
    }
    expect(await fingerprints(['sessions'])).toEqual(before)
  })

  test('ten times at once is one answer, in one record of the person', async () => {
    const one = await stage.resident()
    const version = await versionOf(one, 'real-name')
    const answers = await Promise.all(Array.from({ length: 10 }, () => give(one, 'real-name', version)))
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
    const [row, ...others] = await consents.find(stage.ctx(), { holder: one.personId })
    expect(others).toEqual([])
    expect(row?.answers).toHaveLength(1)
  })

  test('stands from the same moment on, and is the person’s on every phone', async () => {
    const one = await stage.resident()
    expect(await stands(one, 'child-data')).toBe(false)
    const given = of((await agree(one, 'child-data')).value().items, 'child-data')
    expect(given).toMatchObject({ state: 'given', givenVersion: given.version })
    expect(Math.abs(Date.parse(given.at ?? '') - stage.ctx().clock.now())).toBeLessThan(5_000)
    expect(await stands(one, 'child-data')).toBe(true)
    expect(of(await list({ token: await stage.signIn(one.phone) }), 'child-data').state).toBe('given')
    expect(of(await list(wang), 'child-data').state).toBe('none')
  })
})

describe('withdrawing', () => {
  test('stops the use at once, keeps every answer, and can be undone by agreeing anew', async () => {
    const one = await stage.resident()
    await agree(one, 'real-name')
    const shown = of((await withdraw(one, 'real-name')).value().items, 'real-name')
    expect(shown).toMatchObject({ state: 'withdrawn', givenVersion: null })
    expect(await stands(one, 'real-name')).toBe(false)
    await stage.world.advance(60_000)
    await agree(one, 'real-name')
    expect(await stands(one, 'real-name')).toBe(true)
    const [row] = await consents.find(stage.ctx(), { holder: one.personId })
    expect(row?.answers.map(({ answer }) => answer)).toEqual(['given', 'withdrawn', 'given'])
    expect(row?.version).toBe(3)
  })

  test('what was never given changes nothing', async () => {
    const before = await fingerprints(['sessions'])
    expect((await withdraw(wang, 'child-data')).status).toBe(200)
    expect(await fingerprints(['sessions'])).toEqual(before)
  })

  test('and agreeing at once are both written down, one after the other', async () => {
    const one = await stage.resident()
    await agree(one, 'child-data')
    const version = await versionOf(one, 'child-data')
    const both = [withdraw(one, 'child-data'), give(one, 'child-data', version), withdraw(one, 'child-data')]
    await Promise.all(both)
    const [row] = await consents.find(stage.ctx(), { holder: one.personId })
    expect(row?.state).toBe(row?.answers.at(-1)?.answer === 'given' ? 'GIVEN' : 'WITHDRAWN')
    expect(row?.answers).toHaveLength(row?.version ?? 0)
  })
})

describe('a new version of a document', () => {
  test('leaves the older answer outdated: sensitive data waits for the new one, the general agreement goes on', async () => {
    const one = await stage.resident()
    for (const purpose of ['service-agreement', 'real-name'] as const) {
      await agree(one, purpose)
      const at = { holder: one.personId, purpose }
      await consents.update(stage.ctx(), at, { $set: { document: '2025-01-01' } })
      expect(of(await list(one), purpose)).toMatchObject({ state: 'outdated', givenVersion: '2025-01-01' })
    }
    expect(await stands(one, 'service-agreement')).toBe(true)
    expect(await stands(one, 'real-name')).toBe(false)
    await agree(one, 'real-name')
    expect(await stands(one, 'real-name')).toBe(true)
  })
})

describe('before the real name is known', () => {
  test('the WeChat account answers; its answers go over to the person, and the account keeps none', async () => {
    const who = await visitor(stage)
    await agree(who, 'real-name')
    const [row] = await consents.find(stage.ctx(), { purpose: 'real-name', holder: { $regex: '^acc_' } })
    const accountId = row?.holder ?? ''
    const [person, later] = [newId('per'), newId('per')]
    expect(await consentStands(stage.ctx(), { accountId, personId: person }, 'real-name')).toBe(true)
    await carryConsents(stage.ctx(), accountId, person)
    await carryConsents(stage.ctx(), accountId, person)
    expect(await consentStands(stage.ctx(), { accountId: newId('acc'), personId: person }, 'real-name')).toBe(true)
    // Somebody else on the same phone afterwards.
    expect(await consentStands(stage.ctx(), { accountId, personId: later }, 'real-name')).toBe(false)
    expect(await consentStands(stage.ctx(), { accountId, personId: null }, 'real-name')).toBe(false)
    expect(of(await list(who), 'real-name').state).toBe('none')
    await agree(who, 'real-name')
    expect(of(await list(who), 'real-name').state).toBe('given')
    expect((await consents.find(stage.ctx(), { holder: accountId }))[0]?.answers).toHaveLength(1)
  })

  test('of two phones’ answers the later one counts for the person', async () => {
    const [person, ctx] = [newId('per'), stage.ctx()]
    const phones = [await visitor(stage), await visitor(stage)]
    for (const who of phones) {
      await agree(who, 'child-data')
      await stage.world.advance(60_000)
    }
    await withdraw(phones[1] ?? phones[0] ?? wang, 'child-data')
    const rows = await consents.find(ctx, { purpose: 'child-data', holder: { $regex: '^acc_' } })
    expect(rows).toHaveLength(2)
    for (const { holder: accountId } of [...rows].reverse()) await carryConsents(ctx, accountId, person)
    expect(await consentStands(ctx, { accountId: newId('acc'), personId: person }, 'child-data')).toBe(false)
    const [row] = await consents.find(ctx, { holder: person })
    expect(row?.answers.map(({ answer }) => answer)).toEqual(['given', 'given', 'withdrawn'])
  })
})

test('the list costs two commands once the person has answered everything, and the ledger is in the audit chain', async () => {
  const one = await stage.resident()
  for (const purpose of ['service-agreement', 'real-name', 'child-data'] as const) await agree(one, purpose)
  const commands = countCommands()
  await list(one)
  expect(commands()).toEqual(['find', 'find'])
  await stage.work(['relay-pending'])
  expect(await countRows('auditEntries', { act: 'consents.give' })).toBeGreaterThan(3)
  const entries = JSON.stringify(await countRows('auditEntries', { act: { $regex: '^consents' } }))
  expect(entries).not.toContain(one.person.name)
})

test('no query of the consents walks badly', async () => {
  const { checked, findings } = await plans.report()
  expect(checked).toBeGreaterThan(3)
  expect(
    findings.filter((one) => one.includes(' of consents ') && one.includes('tenant') && !one.includes('$regex')),
  ).toEqual([])
})
