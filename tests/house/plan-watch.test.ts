/** The watch that polices queries is policed itself: each way of walking badly is planted once. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { connectDatabase, disconnectDatabase, nativeDb } from '../../server/src/platform/db/connection.ts'
import { testDatabaseUri } from '../support/mongo.ts'
import { PROBE, watchPlans, type PlanWatch } from '../support/plans.ts'

const rows = () =>
  nativeDb().collection<{ _id: string; tenant: string; group: string; at: number; note: string }>('notes')
let plans: PlanWatch

beforeAll(async () => {
  await connectDatabase(testDatabaseUri('plans'), true)
  await nativeDb().dropDatabase()
  await rows().createIndex({ tenant: 1, group: 1, at: -1, _id: -1 }, {}, {})
  const note = (n: number) => (n % 10 === 0 ? 'rare' : 'usual')
  await rows().insertMany(
    Array.from({ length: 200 }, (_, n) => ({
      _id: `n${String(n)}`,
      tenant: 't',
      group: `g${String(n % 2)}`,
      at: Math.floor(n / 3),
      note: note(n),
    })),
  )
})
beforeEach(() => {
  plans = watchPlans()
})
afterEach(() => {
  plans.stop()
})
afterAll(async () => {
  await nativeDb().dropDatabase()
  await disconnectDatabase()
})

const faults = async (): Promise<string[]> =>
  (await plans.report()).findings.map((finding) => finding.split(':')[0] ?? '')

test('queries that an index serves are counted and not blamed', async () => {
  const mine = { tenant: 't', group: 'g1' }
  await rows().findOne({ tenant: 't', _id: 'n1' })
  await rows().find(mine).sort({ at: -1, _id: -1 }).limit(20).toArray()
  await rows()
    .find({ ...mine, $or: [{ at: { $lt: 40 } }, { at: 40, _id: { $lt: 'n121' } }] })
    .sort({ at: -1, _id: -1 })
    .limit(20)
    .toArray()
  await rows().countDocuments(mine, { limit: 50 })
  await rows().findOneAndUpdate({ tenant: 't', _id: 'n1' }, { $set: { note: 'usual' } })
  await rows().updateOne({ tenant: 't', _id: 'n1' }, { $set: { note: 'usual' } })
  await rows().deleteOne({ tenant: 't', _id: 'none' })
  expect(await plans.report()).toEqual({ checked: 7, findings: [] })
})

test('a scan is found in what a pipeline puts beside its own rows', async () => {
  const rare = [{ $match: { tenant: 't', note: 'rare' } }]
  const beside = { $unionWith: { coll: rows().collectionName, pipeline: rare } }
  await rows()
    .aggregate([{ $match: { tenant: 't', group: 'g1' } }, { $limit: 1 }, beside])
    .toArray()
  expect(await faults()).not.toEqual([])
})

test('a collection scan is found in a read, a count, an update and a delete', async () => {
  await rows().findOne({ note: 'rare' })
  await rows().countDocuments({ note: 'rare' })
  await rows().updateMany({ note: 'none' }, { $set: { at: 1 } })
  await rows().deleteMany({ note: 'none' })
  const found = await faults()
  expect(found.filter((fault) => fault === 'scans the whole collection')).toHaveLength(4)
})

test('a sort in memory is found, in a pipeline too', async () => {
  await rows().find({ tenant: 't', group: 'g1' }).sort({ note: 1 }).toArray()
  await rows()
    .aggregate([
      { $match: { tenant: 't', group: 'g1' } },
      { $group: { _id: '$note', n: { $sum: 1 } } },
      { $sort: { n: 1 } },
    ])
    .toArray()
  const found = await faults()
  expect(found.filter((fault) => fault === 'sorts in memory')).toHaveLength(2)
})

test('more keys than rows are found', async () => {
  await rows().find({ tenant: 't', group: 'g1', note: 'rare' }).toArray()
  await rows().findOneAndUpdate({ tenant: 't', group: 'g1', note: 'none' }, { $set: { at: 1 } })
  expect((await faults()).filter((fault) => fault.startsWith('reads 100 keys for 0 rows'))).toHaveLength(2)
})

test('one bad statement among good ones of one bulk write is found', async () => {
  await rows().bulkWrite([
    { updateOne: { filter: { tenant: 't', _id: 'n1' }, update: { $set: { note: 'usual' } } } },
    { updateOne: { filter: { note: 'none' }, update: { $set: { note: 'usual' } } } },
  ])
  const { checked, findings } = await plans.report()
  expect(checked).toBe(2)
  expect(findings).toHaveLength(1)
})

test('what a test looks up for itself is not watched', async () => {
  await rows().countDocuments({ note: 'rare' }, { comment: PROBE })
  await rows().findOne({ note: 'rare' }, { comment: PROBE })
  expect(await plans.report()).toEqual({ checked: 0, findings: [] })
})

test('nothing is kept after the watch stopped', async () => {
  plans.stop()
  await rows().findOne({ note: 'rare' })
  expect(await plans.report()).toEqual({ checked: 0, findings: [] })
})
