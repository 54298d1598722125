/** Our doses told to the registry: each once, under one number, through days without it; the same dose in both books counts once. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { demoPerson } from '@xlb/shared/demo/roster.ts'
import { alarmRows } from '../../server/src/platform/alarms/alarms.ts'
import { persons } from '../../server/src/capabilities/accounts/data/persons.ts'
import { dossiers } from '../../server/src/capabilities/vaccines/data/dossiers.ts'
import { reports } from '../../server/src/capabilities/vaccines/data/reports.ts'
import { fieldsIn, objectsIn } from '../support/json.ts'
import { FLU, expectAgreement, openNurseStage, type NurseStage } from '../support/nurse-stage.ts'

const HOUR = 3_600_000

let stage: NurseStage

beforeAll(async () => {
  stage = await openNurseStage()
})
afterEach(() => expectAgreement(stage))
afterAll(() => stage.stop())

const queue = () => stage.work(['relay-pending', 'dispatch-outbox'])
const tell = () => stage.work(['report-doses'])

async function givenTo(key?: string) {
  const visit = await stage.arrived(key)
  await stage.vaccinate(visit)
  const { personId } = visit.ticket.who
  const dose = (await stage.dossierOf(personId)).doses.find((one) => one.ours !== undefined)
  return { personId, key: visit.ticket.key, reportNo: dose?.ours?.reportNo ?? '', bookingId: visit.bookingId }
}
const rowOf = async (reportNo: string) => await reports.findOne(stage.ctx(), { reportNo })
async function toldOf(reportNo: string) {
  const { items } = fieldsIn(await stage.world.control('registry/reports'))
  return objectsIn(items).filter((one) => one['reportNo'] === reportNo)
}

describe('a report', () => {
  test('is queued once for a dose, and told once', async () => {
    const { reportNo, personId } = await givenTo()
    expect(await rowOf(reportNo)).toBeNull()
    await queue()
    await queue()
    expect(await rowOf(reportNo)).toMatchObject({ state: 'QUEUED', tries: 0 })
    expect(await stage.personalData.blocks?.(stage.ctx(), personId)).toEqual([reportNo])
    await tell()
    await tell()
    expect(await rowOf(reportNo)).toMatchObject({ state: 'REPORTED', nextTryAt: null })
    expect(await toldOf(reportNo)).toMatchObject([{ result: 'accepted', asked: 1 }])
    expect(await stage.personalData.blocks?.(stage.ctx(), personId)).toEqual([])
  })

  test('that came back from the registry is still one dose, also when its answer was garbled on the way', async () => {
    const { reportNo, key } = await givenTo()
    await queue()
    await stage.world.fault('registry.garbled', {}, 1)
    await tell()
    expect(await rowOf(reportNo)).toMatchObject({ state: 'QUEUED', tries: 1 })
    await stage.world.advance(60_000)
    await tell()
    expect(await rowOf(reportNo)).toMatchObject({ state: 'REPORTED' })
    expect(await toldOf(reportNo)).toMatchObject([{ asked: 2 }])
    const { doses } = await stage.askRegistry(key)
    expect(doses.filter((one) => one.product === FLU)).toHaveLength(1)
    expect(doses.find((one) => one.product === FLU)?.ours?.reportNo).toBe(reportNo)
  })

  test('of a dose that somebody else told first is the same dose, and counts once', async () => {
    const { reportNo, personId, key } = await givenTo('wang-xiulan')
    const { day } = (await stage.dossierOf(personId)).doses.find((one) => one.ours !== undefined) ?? { day: '' }
    await stage.world.control('registry/doses/add', { person: 'wang-xiulan', product: FLU, day })
    await queue()
    await tell()
    expect(await rowOf(reportNo)).toMatchObject({ state: 'SAME_DOSE' })
    const { doses } = await stage.askRegistry(key)
    expect(doses.filter((one) => one.product === FLU && one.day === day)).toHaveLength(1)
  })

  test('that the registry corrected is right as the registry has it', async () => {
    const { reportNo, key } = await givenTo('chen-songlin')
    await queue()
    await tell()
    const { items } = fieldsIn(await stage.world.control('registry/doses'))
    const theirs = objectsIn(items).find((one) => one['source'] === reportNo)
    await stage.world.control('registry/doses/correct', { id: theirs?.['id'], lot: 'RIGHT-1' })
    const { doses } = await stage.askRegistry(key)
    expect(doses.filter((one) => one.product === FLU)).toMatchObject([
      { lot: 'RIGHT-1', revision: 2, ours: { reportNo } },
    ])
  })

  test('that is refused raises an alarm and is not told again', async () => {
    const { reportNo, personId, bookingId } = await givenTo()
    const moved = await dossiers.findOne(stage.ctx(), { personId })
    const doses = (moved?.doses ?? []).map((one) => (one.ours === undefined ? one : { ...one, product: 'NOT-ONE' }))
    await dossiers.update(stage.ctx(), { personId }, { $set: { doses } })
    await queue()
    await tell()
    await tell()
    const row = await rowOf(reportNo)
    expect(row).toMatchObject({ state: 'REFUSED', nextTryAt: null })
    const alarm = await alarmRows.findOne(stage.ctx(), { kind: 'dose-report-refused', recordId: row?._id ?? '' })
    expect(alarm).toMatchObject({ state: 'OPEN', count: 1, data: { reportNo } })
    expect(bookingId).toMatch(/^bkg_/)
  })

  test('carries no personal data in its row', async () => {
    const { key, personId } = await givenTo()
    await queue()
    await tell()
    const person = await persons.findOne(stage.ctx(), { _id: personId })
    const { _id } = await stage.dossierOf(personId)
    const text = JSON.stringify(await reports.find(stage.ctx(), { dossierId: _id }))
    expect(text.length).toBeGreaterThan(50)
    for (const secret of [demoPerson(key).idNo, person?.name ?? '?', FLU]) expect(text).not.toContain(secret)
  })

  test('waits longer and longer, never more than an hour, through two days without the registry', async () => {
    const { reportNo } = await givenTo()
    await queue()
    await stage.world.fault('registry.down')
    let longest = 0
    for (let hours = 0; hours < 48; hours += 1) {
      await tell()
      const row = await rowOf(reportNo)
      longest = Math.max(longest, (row?.nextTryAt ?? 0) - stage.ctx().clock.now())
      await stage.world.advance(HOUR)
    }
    expect(longest).toBeLessThanOrEqual(HOUR)
    expect(longest).toBeGreaterThan(HOUR / 2)
    expect((await rowOf(reportNo))?.state).toBe('QUEUED')
    await stage.world.clearFaults()
    await tell()
    expect(await rowOf(reportNo)).toMatchObject({ state: 'REPORTED' })
    expect(await toldOf(reportNo)).toHaveLength(1)
  })
})
