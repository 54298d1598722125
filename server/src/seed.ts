/** Migrates, then writes the demonstration's data; doing it again changes nothing. A real county runs migrate.ts instead. */
import { openHouse } from './context.ts'
import { tenantsOf } from '#platform/config/config.ts'
import { prepareDatabase } from '#platform/db/prepare.ts'
import type { House } from '#platform/house.ts'
import { runJobsOnce } from '#platform/jobs/run.ts'
import { runToEnd } from '#platform/runner.ts'

export async function seedHouse(house: House): Promise<void> {
  await prepareDatabase(house)
  for (const capability of house.capabilities) {
    for (const tenant of tenantsOf(house.config)) await capability.seed?.(house.systemCtx(tenant, 'seed'), house)
  }
  await runJobsOnce(house, [])
}

if (process.argv[1]?.match(/seed\.[tj]s$/) !== null) {
  runToEnd('演示数据没有写成', async () => {
    const { house, close } = await openHouse({ env: process.env })
    await seedHouse(house)
    house.log.info({ tenants: tenantsOf(house.config) }, 'seeded')
    await close()
    return 0
  })
}
