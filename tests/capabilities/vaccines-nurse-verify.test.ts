/** The recount finds what must never be: a given booking without its dose, a dose without its booking or pack, a pack twice, a dose that nobody reports. */
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import type { DossierRow } from '../../server/src/capabilities/vaccines/data/dossiers.ts'
import { dossiers } from '../../server/src/capabilities/vaccines/data/dossiers.ts'
import { reports } from '../../server/src/capabilities/vaccines/data/reports.ts'
import { openNurseStage, type NurseStage } from '../support/nurse-stage.ts'
import { verified } from '../support/verified.ts'

let stage: NurseStage
let personId: string
let sound: DossierRow

beforeAll(async () => {
  stage = await openNurseStage()
  const visit = await stage.arrived()
  await stage.vaccinate(visit)
  await stage.work(['relay-pending', 'dispatch-outbox'])
  personId = visit.ticket.who.personId
  sound = await stage.dossierOf(personId)
})
afterEach(async () => {
  const { bookings, doses, packs = [] } = sound
  await dossiers.update(stage.ctx(), { personId }, { $set: { bookings, doses, packs } })
  expect((await verified(stage, 'vaccines')).differences).toEqual([])
})
afterAll(() => stage.stop())

const found = async (set: Partial<DossierRow>) => {
  await dossiers.update(stage.ctx(), { personId }, { $set: set })
  return (await verified(stage, 'vaccines')).differences
}

test('counts doses and reports', async () => {
  const { checked } = await verified(stage, 'vaccines')
  expect(checked).toMatchObject({ doses: 1, reports: 1 })
})

test('finds a given booking whose dose is gone', async () => {
  const differences = await found({ doses: sound.doses.filter((one) => one.ours === undefined) })
  expect(differences).toEqual([expect.stringMatching(/^bkg_\w+: VACCINATED with 0 doses$/)])
})

test('finds a dose whose booking was not given, and one that is there twice', async () => {
  const back = sound.bookings.map((one) => ({ ...one, state: 'CHECKED_IN' as const }))
  expect(await found({ bookings: back })).toEqual([expect.stringContaining('without its booking')])
  await found({ bookings: sound.bookings })
  const twice = [...sound.doses, ...sound.doses]
  expect(await found({ doses: twice })).toEqual([expect.stringContaining('VACCINATED with 2 doses')])
})

test('finds a dose without its pack, and a pack that is there twice', async () => {
  expect(await found({ packs: [] })).toEqual([expect.stringContaining('without its pack')])
  const packs = sound.packs ?? []
  expect(await found({ packs: [...packs, ...packs] })).toEqual([expect.stringContaining('given twice')])
})

test('finds a dose that was never queued for the registry, once a day has gone', async () => {
  const row = await reports.findOne(stage.ctx(), { dossierId: sound._id })
  if (row === null) throw new Error('the dose was not queued')
  await reports.removeOne(stage.ctx(), { _id: row._id })
  expect((await verified(stage, 'vaccines')).differences).toEqual([])
  await stage.world.advance(25 * 3_600_000)
  expect((await verified(stage, 'vaccines')).differences).toEqual([expect.stringContaining('was never queued')])
  await reports.insert(stage.ctx(), row)
})
