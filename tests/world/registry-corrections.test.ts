/** A report that corrects another takes its place in the province's books (`replaces`). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { demoChild } from '@xlb/shared/demo/families.ts'
import { demoPerson } from '@xlb/shared/demo/roster.ts'
import { listed, openStage, setWorldTime, signedCall, type Json, type Reply, type Stage } from './support.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
  // From a day on which everything of these tests has happened.
  await setWorldTime(stage.world, '2027-02-01T01:00:00Z')
})
afterAll(() => stage.close())

let number = 0
const newNo = (): string => `VC-${String((number += 1)).padStart(6, '0')}`
const report = (body: Json): Promise<Reply> => signedCall(stage.world.config.registry, 'POST', '/reports', body)
const wang = demoPerson('wang-xiulan')
const anan = demoChild('he-anan')

const reportOf = (more: Json = {}): Json => ({
  ...{ reportNo: newNo(), idNo: wang.idNo, product: 'RZV', day: '2026-12-20', lot: '202605A017' },
  ...{ siteName: '妙高街道社区卫生服务中心', siteCode: 'site_miaogao', replaces: [] },
  ...more,
})
/** By the numbers that brought them. */
const dosesFrom = async (...numbers: unknown[]): Promise<Json[]> =>
  (await listed(stage.world, 'registry/doses')).filter((one) => numbers.includes(one['source']))

describe('a report that corrects another', () => {
  it('takes the place of what the older number brought, and of nothing else, once', async () => {
    const wrong = reportOf({ day: '2026-12-21' })
    expect((await report(wrong)).body).toMatchObject({ result: 'accepted' })
    const before = (await listed(stage.world, 'registry/doses')).length
    const right = reportOf({ replaces: [wrong['reportNo'], 'NEVER-TOLD'] })
    expect((await report(right)).body).toMatchObject({ result: 'accepted' })
    expect((await report(right)).body).toMatchObject({ result: 'duplicate-report' })
    expect((await report(wrong)).body).toMatchObject({ result: 'duplicate-report' })
    expect(await dosesFrom(wrong['reportNo'], right['reportNo'])).toMatchObject([
      { source: right['reportNo'], day: '2026-12-20' },
    ])
    expect(await listed(stage.world, 'registry/doses')).toHaveLength(before)
  })

  it('shuts the door to a number that comes after its correction, and takes nothing from another person', async () => {
    const late = newNo()
    const other = reportOf({ idNo: anan.idNo, product: 'IPV', day: '2026-12-02' })
    await report(other)
    const right = reportOf({ product: 'PPV23', day: '2026-12-03', replaces: [late, other['reportNo']] })
    expect((await report(right)).status).toBe(200)
    const refused = { status: 409, body: { code: 'REPORT_REPLACED' } }
    expect(await report(reportOf({ reportNo: late, product: 'PPV23', day: '2026-12-04' }))).toMatchObject(refused)
    expect(await dosesFrom(other['reportNo'])).toHaveLength(1)
  })
})
