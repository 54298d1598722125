/** families over HTTP (families.list, families.addChild, families.child, families.end): a parent adds a child whom the register knows, sees it, gives the right up. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { demoChild } from '@xlb/shared/demo/families.ts'
import { demoPerson } from '@xlb/shared/demo/roster.ts'
import { families } from '@xlb/shared/families/contract.ts'
import { guardianshipOf, childrenOf } from '../../server/src/capabilities/families/index.ts'
import { guardianships } from '../../server/src/capabilities/families/data/guardianships.ts'
import { countCommands, nativeDb } from '../../server/src/platform/db/connection.ts'
import { SONGYANG, SUICHANG } from '../support/app.ts'
import { fieldsOf, looks, newKey, send, sendAny } from '../support/call.ts'
import { openFamilyStage, type FamilyStage, type Parent } from '../support/family-stage.ts'
import { watchPlans, type PlanWatch } from '../support/plans.ts'
import { countRows, fingerprints } from '../support/snapshot.ts'

let stage: FamilyStage
let plans: PlanWatch
let mother: Parent

beforeAll(async () => {
  stage = await openFamilyStage()
  mother = await stage.parent('li-xiaoyan')
  plans = watchPlans()
})
afterEach(() => stage.world.clearFaults())
afterAll(async () => {
  plans.stop()
  await stage.stop()
})

const unknownPerson = `per_${'0'.repeat(20)}`
const unknownRight = `gua_${'0'.repeat(20)}`
const USED = ['sessions', 'idempotencyKeys', 'guardianshipAsks']
const refused = async (act: () => Promise<{ status: number; code: string }>, status: number, code: string) => {
  const before = await fingerprints(USED)
  const answer = await act()
  expect([answer.status, answer.code]).toEqual([status, code])
  expect(await fingerprints(USED)).toEqual(before)
}
const missesOf = async (who: Parent) =>
  await countRows('guardianshipAsks', { personId: who.personId, count: { $gt: 0 } })

describe('adding a child', () => {
  test('needs a session, an Idempotency-Key and fields of the contract, and the register is not asked', async () => {
    await refused(() => stage.add({ token: '' }, 'he-anan'), 401, 'unauthenticated')
    await refused(() => stage.add(mother, 'he-anan', {}, ''), 400, 'idempotency-key-missing')
    const body = { name: '何安安', idNo: { $ne: null }, relation: 'aunt', guardianId: mother.personId }
    const wrong = await sendAny(stage.url, families.addChild, { body }, mother)
    expect(wrong.status).toBe(400)
    expect(fieldsOf(wrong).length).toBeGreaterThan(0)
  })

  test('names every wrong field at once: a name and a number that cannot be', async () => {
    const answer = await stage.add(mother, 'he-anan', { name: '何.安安', idNo: '331123202609260021' })
    expect([answer.status, answer.code]).toEqual([422, 'input-refused'])
    expect(fieldsOf(answer)).toEqual(['body.idNo: wrong-check-digit', 'body.name: wrong-dot'])
  })

  test('is refused to whoever has no real name, or did not agree, in that order', async () => {
    const visitor = { token: await stage.signIn('liu-zhiqiang', SUICHANG) }
    await refused(() => stage.add(visitor, 'he-anan'), 409, 'real-name-needed')
    const shy = await stage.parent('wu-xiaoyan', false)
    await refused(() => stage.add(shy, 'zhou-xiaoman'), 409, 'consent-needed')
  })

  test('refuses oneself, and somebody who is 18', async () => {
    const { name, idNo } = demoPerson('li-xiaoyan')
    await refused(() => stage.add(mother, 'he-anan', { name, idNo }), 409, 'child-grown-up')
    const grown = demoPerson('wang-xiulan')
    await refused(() => stage.add(mother, 'he-anan', { name: grown.name, idNo: grown.idNo }), 409, 'child-grown-up')
  })

  test('stores nothing while the register is down, slow to nothing or garbled, and counts no miss', async () => {
    const pan = await stage.parent('pan-jiayi')
    for (const fault of ['bureau.down', 'bureau.garbled']) {
      await stage.world.fault(fault, fault === 'bureau.down' ? { drop: false } : {})
      await refused(() => stage.add(pan, 'wu-zimo'), 503, 'bureau-unreachable')
      await stage.world.clearFaults()
    }
    expect(await missesOf(pan)).toBe(0)
    expect((await stage.add(pan, 'wu-zimo')).status).toBe(200)
  })

  test('refuses a name that is not the child’s, a child of others, an ended right and one no source knows, and stores nothing', async () => {
    const ye = await stage.parent('ye-yuhang')
    await refused(() => stage.add(ye, 'ye-xinyi', { name: '叶欣欣' }), 409, 'child-mismatch')
    await refused(() => stage.add(ye, 'he-anan'), 409, 'guardianship-unknown')
    await refused(() => stage.add(ye, 'ye-xinyi'), 409, 'guardianship-unknown')
    const lei = await stage.parent('lei-aijuan')
    await refused(() => stage.add(lei, 'lei-zihan', { relation: 'grandparent' }), 409, 'guardianship-unknown')
  })

  test('five misses a day are the end of it, also when ten come at once; the next day begins anew', async () => {
    const chen = await stage.parent('chen-meifeng')
    const answers = await Promise.all(Array.from({ length: 10 }, () => stage.add(chen, 'he-anan')))
    expect(answers.filter(({ code }) => code === 'guardianship-unknown')).toHaveLength(5)
    expect(answers.filter(({ code }) => code === 'guardianship-limit')).toHaveLength(5)
    await refused(() => stage.add(chen, 'chen-yuze', { relation: 'grandparent' }), 429, 'guardianship-limit')
    await stage.world.advance(86_400_000)
    const later = await stage.parent('chen-meifeng')
    const added = (await stage.add(later, 'chen-yuze', { relation: 'grandparent' })).value()
    expect(added).toMatchObject({ relation: 'grandparent', state: 'ACTIVE', proof: 'source' })
    mother = await stage.parent('li-xiaoyan')
  })

  test('sent again with its key, or with another, or five times at once, is one record and one child', async () => {
    const key = newKey()
    const first = (await stage.add(mother, 'he-yiran', {}, key)).value()
    expect((await stage.add(mother, 'he-yiran', {}, key)).value()).toEqual(first)
    expect((await stage.add(mother, 'he-yiran', {}, newKey())).value()).toEqual(first)
    const many = await Promise.all(Array.from({ length: 5 }, () => stage.add(mother, 'he-anan')))
    expect(new Set(many.map((answer) => answer.value().id)).size).toBe(1)
    expect(await guardianships.find(stage.ctx(), { guardianPersonId: mother.personId })).toHaveLength(2)
    expect(await countRows('persons', { name: demoChild('he-anan').name })).toBe(1)
  })

  test('tells the relation and the days of the register, not those that were claimed, and both parents have their own', async () => {
    const father = await stage.parent('he-weijun')
    const added = (await stage.add(father, 'he-anan', { relation: 'other' })).value()
    expect(added).toMatchObject({
      side: 'guardian',
      name: '何*安',
      relation: 'father',
      birthday: '2026-09-26',
      state: 'ACTIVE',
      stands: true,
      since: '2026-09-26',
      until: '2044-09-26',
      endReason: null,
      can: { end: true },
    })
    const right = await guardianshipOf(stage.ctx(), father.personId, added.personId)
    expect(right).toMatchObject({ id: added.id, relation: 'father', until: '2044-09-26' })
    expect(await childrenOf(stage.ctx(), mother.personId)).toHaveLength(2)
    expect(await guardianshipOf(stage.ctx(SONGYANG), father.personId, added.personId)).toBeNull()
  })

  test('takes a small x, keeps the number sealed, and neither name nor number stands in audit or events', async () => {
    await stage.work(['relay-pending', 'dispatch-outbox'])
    for (const name of ['auditEntries', 'outbox', 'guardianships', 'guardianshipAsks', 'idempotencyKeys']) {
      const rows = JSON.stringify(await nativeDb().collection(name).find({}).toArray())
      for (const child of ['he-anan', 'he-yiran', 'chen-yuze'].map(demoChild)) {
        expect(rows).not.toContain(child.idNo)
        expect(rows).not.toContain(child.name)
      }
    }
  })
})

describe('a child', () => {
  test('is seen by its guardian alone: for everybody else it looks and costs like one that does not exist', async () => {
    const [hers] = await stage.list(mother)
    const childId = hers?.personId ?? ''
    expect((await stage.child(mother, childId)).value().id).toBe(hers?.id)
    const strangers = [await stage.parent('zhong-ting'), await stage.parent('liu-zhiqiang')]
    for (const stranger of strangers) {
      const asked: string[][] = []
      for (const personId of [childId, unknownPerson, mother.personId]) {
        const commands = countCommands()
        expect(looks(await stage.child(stranger, personId))).toEqual(looks(await stage.child(stranger, unknownPerson)))
        asked.push(commands())
      }
      expect(asked[0]).toEqual(asked[1])
      expect(asked[2]).toEqual(asked[1])
    }
    expect((await stage.child(mother, 'per_1')).status).toBe(400)
    expect((await stage.child({ token: '' }, childId)).status).toBe(401)
  })

  test('is not shown any more from the moment the consent is withdrawn, and is again when it is given', async () => {
    const [hers] = await stage.list(mother)
    await stage.withdraw(mother)
    await refused(() => stage.child(mother, hers?.personId ?? ''), 409, 'consent-needed')
    await refused(() => stage.add(mother, 'he-yiran'), 409, 'consent-needed')
    expect((await stage.list(mother)).every(({ birthday }) => birthday === null)).toBe(true)
    mother = await stage.parent('li-xiaoyan')
    expect((await stage.list(mother)).every(({ birthday }) => birthday !== null)).toBe(true)
  })
})

describe('giving a right up', () => {
  test('is for the guardian alone, and once', async () => {
    const pan = await stage.parent('pan-jiayi')
    const { id, personId } = (await stage.add(pan, 'wu-muqing')).value()
    await refused(() => stage.end({ token: '' }, id), 401, 'unauthenticated')
    await refused(() => stage.end(mother, id), 404, 'not-found')
    expect(looks(await stage.end(mother, id))).toEqual(looks(await stage.end(mother, unknownRight)))
    const key = newKey()
    const ended = (await stage.end(pan, id, key)).value().items.find((one) => one.id === id)
    expect(ended).toMatchObject({ state: 'ENDED', stands: false, endReason: 'revoked', can: { end: false } })
    expect((await stage.end(pan, id, key)).status).toBe(200)
    await refused(() => stage.end(pan, id), 409, 'guardianship-ended')
    expect(await guardianshipOf(stage.ctx(), pan.personId, personId)).toBeNull()
    await refused(() => stage.child(pan, personId), 404, 'not-found')
  })

  test('leaves the way to a new proof, which is a new record', async () => {
    const pan = await stage.parent('pan-jiayi')
    const before = (await stage.list(pan)).filter(({ state }) => state === 'ENDED')
    const again = (await stage.add(pan, 'wu-muqing')).value()
    expect(before.map(({ id }) => id)).not.toContain(again.id)
    expect((await stage.list(pan)).filter(({ state }) => state === 'ENDED')).toEqual(before)
  })

  test('at the moment of a use on another phone: the use sees it or not, and never a half', async () => {
    const pan = await stage.parent('pan-jiayi')
    const { id, personId } = (await stage.add(pan, 'wu-muyang')).value()
    const uses = Array.from({ length: 8 }, () => stage.child(pan, personId))
    const [ended, ...answers] = await Promise.all([stage.end(pan, id), ...uses])
    expect(ended.status).toBe(200)
    for (const { status } of answers) expect([200, 404]).toContain(status)
    expect((await stage.child(pan, personId)).status).toBe(404)
  })
})

test('the list costs four commands, whatever ended, and no query walks badly', async () => {
  const commands = countCommands()
  await send(stage.url, families.list, {}, mother)
  expect(commands()).toEqual(['find', 'find', 'find', 'find'])
  const { checked, findings } = await plans.report()
  expect(checked).toBeGreaterThan(5)
  expect(
    findings.filter((one) => / of (guardianships|guardianshipAsks|consents) /.test(one) && one.includes('tenant')),
  ).toEqual([])
})
