/** Brings the database to what this version declares: migrations, collections, validators, indexes. Before the first start and after every upgrade. */
import { openHouse } from './context.ts'
import { prepareDatabase } from '#platform/db/prepare.ts'
import { runToEnd } from '#platform/runner.ts'

runToEnd('迁移没有做成', async () => {
  const { house, close } = await openHouse({ env: process.env })
  await prepareDatabase(house)
  await close()
  return 0
})
