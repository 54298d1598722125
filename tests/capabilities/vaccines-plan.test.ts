/** What somebody was given and what comes next, out of the province's registry: with its day when it cannot be reached, and nothing of somebody else's. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { dataRights } from '@xlb/shared/data-rights/contract.ts'
import { vaccines } from '@xlb/shared/vaccines/contract.ts'
import { dossiers } from '../../server/src/capabilities/vaccines/data/dossiers.ts'
import { countCommands } from '../../server/src/platform/db/connection.ts'
import { send } from '../support/call.ts'
import { openVaccineStage, type Caller, type VaccineStage } from '../support/vaccine-stage.ts'

const HOUR = 3_600_000

let stage: VaccineStage
let mother: Caller
let child: string

beforeAll(async () => {
  stage = await openVaccineStage()
  mother = await stage.caller('wu-xiaoyan')
  child = await stage.childId('zhou-xiaoman')
})
/** The breaker towards the registry closes again by itself. */
afterEach(async () => {
  await stage.world.clearFaults()
  await stage.world.advance(2 * 60_000)
})
afterAll(() => stage.stop())

const plan = async (who: Caller, personId: string) =>
  await send(stage.url, vaccines.plan, { params: { personId } }, who)
const forget = async (personId: string) => {
  for (const { _id } of await dossiers.find(stage.ctx(), { personId })) await dossiers.removeOne(stage.ctx(), { _id })
}
/** Older than the six hours after which the registry is asked again. */
async function sixHoursLater(): Promise<void> {
  await stage.world.advance(6.5 * HOUR)
  mother = await stage.caller('wu-xiaoyan')
}

describe('for whom (vaccines.people)', () => {
  test('are oneself and the children of this moment, by masked names', async () => {
    const { items } = (await send(stage.url, vaccines.people, {}, mother)).value()
    expect(items[0]).toMatchObject({ personId: mother.personId, relation: 'self' })
    expect(items.map((one) => one.personId)).toContain(child)
    expect(items.every((one) => one.name.includes('*'))).toBe(true)
  })
})

describe('the plan (vaccines.plan)', () => {
  test('is shown to nobody but the person and the guardians, and of a child only under a consent', async () => {
    expect((await send(stage.url, vaccines.plan, { params: { personId: child } }, {})).status).toBe(401)
    const stranger = await stage.caller('pan-jiayi')
    expect((await plan(stranger, child)).status).toBe(404)
    await send(stage.url, dataRights.withdrawConsent, { params: { purpose: 'child-data' } }, mother)
    expect((await plan(mother, child)).code).toBe('consent-needed')
    const documents = (await send(stage.url, dataRights.consents, {}, mother)).value().items
    const version = documents.find((one) => one.purpose === 'child-data')?.version ?? ''
    await send(stage.url, dataRights.giveConsent, { params: { purpose: 'child-data' }, body: { version } }, mother)
    expect((await plan(mother, child)).status).toBe(200)
  })

  test('names what was given with its place, what comes next and from which day, by the national schedule', async () => {
    const { lines, ...rest } = (await plan(mother, child)).value()
    expect(rest).toMatchObject({ fresh: true, person: { relation: 'child' }, source: '浙江省免疫规划信息系统' })
    expect(rest.schedule).toContain('2026年版')
    const hepB = lines.find((one) => one.product === 'HepB')
    expect(hepB?.given.length).toBeGreaterThan(0)
    expect(hepB?.given[0]?.site).not.toBe('')
    for (const line of lines) expect((line.next === null) !== (line.none === null)).toBe(true)
  })

  test('of a grown-up whom the registry does not know has no dose; a child has to be entered by a clinic first', async () => {
    const { lines } = (await plan(mother, mother.personId)).value()
    expect(lines[0]?.product).toBe('FLU-IIV')
    expect(lines.every((one) => one.given.length === 0)).toBe(true)
  })

  test('costs two commands for oneself while the dossier is young, and asks the registry again when it is old', async () => {
    expect((await plan(mother, mother.personId)).code).toBe('')
    const counting = countCommands()
    await plan(mother, mother.personId)
    expect(counting()).toHaveLength(2)
    const before = await dossiers.findOne(stage.ctx(), { personId: mother.personId })
    await sixHoursLater()
    await plan(mother, mother.personId)
    const after = await dossiers.findOne(stage.ctx(), { personId: mother.personId })
    expect(after?.askedAt).toBeGreaterThan(before?.askedAt ?? 0)
  })

  test('is what stands, with its day, while the registry is down; without anything that stands it says so', async () => {
    await plan(mother, child)
    await sixHoursLater()
    await stage.world.fault('registry.down')
    const old = (await plan(mother, child)).value()
    expect(old.lines.length).toBeGreaterThan(0)
    await stage.world.advance(24 * HOUR)
    mother = await stage.caller('wu-xiaoyan')
    expect((await plan(mother, child)).value().fresh).toBe(false)
    await forget(child)
    expect((await plan(mother, child)).code).toBe('registry-unreachable')
  })

  test.each([
    ['registry.garbled', 'registry-unreachable'],
    ['registry.wrong-child', 'registry-mismatch'],
  ])('stores nothing and shows nothing where the answer cannot be right: %s', async (fault, code) => {
    await forget(child)
    await stage.world.fault(fault)
    expect((await plan(mother, child)).code).toBe(code)
    expect(await dossiers.findOne(stage.ctx(), { personId: child })).toBeNull()
  })

  test('counts a dose that the registry lists twice once, and says of when an old answer is', async () => {
    await forget(child)
    const right = (await plan(mother, child)).value()
    await forget(child)
    await stage.world.fault('registry.dose-twice')
    expect((await plan(mother, child)).value().lines).toEqual(right.lines)
    await forget(child)
    await stage.world.clearFaults()
    await stage.world.fault('registry.stale')
    expect((await plan(mother, child)).value().fresh).toBe(false)
  })
})
