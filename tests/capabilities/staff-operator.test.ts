/** What the operator's shell does about staff, what production leaves out, and what follows a restore. */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { demoPerson } from '@xlb/shared/demo/roster.ts'
import { DEMO_STAFF_PASSWORD, demoOfficer, demoStaff } from '@xlb/shared/demo/staff.ts'
import { staff as contract } from '@xlb/shared/staff/contract.ts'
import { bootstrapCommand, demoTotpCommand, staff, staffById } from '../../server/src/capabilities/staff/index.ts'
import { officers } from '../../server/src/capabilities/staff/data/officers.ts'
import { allUnits } from '../../server/src/capabilities/organisations/index.ts'
import { roleTable, type UnitLevel } from '@xlb/shared/platform/roles.ts'
import type { House } from '../../server/src/platform/house.ts'
import { SONGYANG, SUICHANG, type TestApp } from '../support/app.ts'
import { send } from '../support/call.ts'
import { watchPlans } from '../support/plans.ts'
import { startAppWith } from '../support/seed-only.ts'
import { countRows } from '../support/snapshot.ts'
import { authenticatorCode } from '../support/authenticator.ts'
import { firstFactor, nextCode, officerAtWork, staffToken } from '../support/staff.ts'

let app: TestApp
let production: House

beforeAll(async () => {
  app = await startAppWith(['organisations', 'accounts'])
  const { config } = app.house
  production = { ...app.house, config: { ...config, environment: { ...config.environment, NODE_ENV: 'production' } } }
})
afterAll(() => app.stop())

test('production seeds no officer whose password is published, and tells no code', async () => {
  await staff.seed?.(app.ctx(), production)
  expect(await countRows('staff')).toBe(0)
  expect(() => demoTotpCommand(production, [])).toThrow('正式环境没有演示账号')
})

test('the first two administrators are made at the shell, each with an invitation that works', async () => {
  const words = [SUICHANG, '--tenant-admin', 'lin.zhiyuan', '林志远', '--security-admin', 'pan.wenbin', '潘文斌']
  const lines = await bootstrapCommand(app.house, words)
  expect(lines).toHaveLength(2)
  const invitation = /邀请码 (\S+)，/.exec(lines[1] ?? '')?.[1] ?? ''
  const password = '三斤大米两瓶酱油一袋盐呀'
  const account = { tenant: SUICHANG, username: 'pan.wenbin', password }
  expect((await send(app.url, contract.setFirstPassword, { body: { ...account, invitation } })).status).toBe(200)
  const begun = (await firstFactor(app, 'pan.wenbin', password)).value()
  const secret = 'secret' in begun ? begun.secret : ''
  const body = { ticket: begun.ticket, code: await nextCode(app, secret) }
  const signedIn = (await send(app.url, contract.confirmSignIn, { body })).value()
  expect(signedIn.staff.held).toMatchObject([{ role: 'security-admin', unitCode: SUICHANG }])
  await expect(bootstrapCommand(app.house, words)).rejects.toThrow('县里已有能登录的security-admin')
})

test.each([
  [[]],
  [['331102', '--tenant-admin', 'a.b.c', '甲']],
  [[SONGYANG]],
  [[SONGYANG, '--tenant-admin', 'UPPER', '甲']],
  [[SONGYANG, '--tenant-admin', 'lin.zhiyuan']],
  [[SONGYANG, '--auditor', 'lin.zhiyuan', '甲']],
])('the shell refuses %j with a sentence', async (words) => {
  await expect(bootstrapCommand(app.house, words)).rejects.toThrow('npm run staff:bootstrap')
  expect(await countRows('staff', { tenant: SONGYANG })).toBe(0)
})

test('demo officers are seeded once, stand where their role may, and their code is what an authenticator shows', async () => {
  for (const tenant of [SUICHANG, SONGYANG]) {
    await staff.seed?.(app.ctx(tenant), app.house)
    await staff.seed?.(app.ctx(tenant), app.house)
    const levels = new Map((await allUnits(app.ctx(tenant))).map((unit) => [unit.code, unit.level]))
    for (const { held } of demoStaff.filter((one) => one.tenant === tenant))
      for (const { role, unitCode } of held) {
        const allowed: readonly UnitLevel[] = roleTable[role].levels
        expect(allowed).toContain(levels.get(unitCode))
      }
  }
  expect(await countRows('staff')).toBe(demoStaff.length + 2)
  const { totpSecret } = demoOfficer('songyang-duty')
  const code = authenticatorCode(totpSecret, app.ctx().clock.now())
  expect(demoTotpCommand(app.house, ['--user', 'songyang-duty'])).toEqual([`songyang-duty ${code}`])
  expect(demoTotpCommand(app.house, [])).toHaveLength(demoStaff.length)
  expect(() => demoTotpCommand(app.house, ['--user', 'nobody'])).toThrow('没有这个演示账号')
  expect((await firstFactor(app, 'songyang-duty', DEMO_STAFF_PASSWORD, SONGYANG)).value().step).toBe('totp')
})

test('other capabilities are told name, unit and person of an officer, of their own county only', async () => {
  const { staffId } = await officerAtWork(app, 'suichang-counter-own')
  const told = await staffById(app.ctx(), staffId)
  expect(told).toMatchObject({ id: staffId, displayName: '叶素珍', unitCode: SUICHANG })
  expect(Object.keys(told ?? {}).sort()).toEqual(['displayName', 'id', 'personId', 'unitCode'])
  expect(await staffById(app.ctx(SONGYANG), staffId)).toBeNull()
})

test('after a restore nobody’s session stands', async () => {
  const { token } = await officerAtWork(app, 'suichang-duty')
  const done = await staff.afterRestore?.(app.ctx(), app.ctx().clock.instant())
  expect(done).toMatchObject({ 'staff sessions ended': expect.any(Number), 'officers closed again': 0 })
  expect((await send(app.url, contract.me, {}, { token })).code).toBe('unauthenticated')
})

test('the second factor stands sealed under a field key, so that keys rotate', async () => {
  const row = await officers.findOne(app.ctx(), { username: 'suichang-duty' })
  expect(row?.totpSealed).toMatch(/^A256GCM:/)
  expect(row?.totpSealed).not.toContain(demoOfficer('suichang-duty').totpSecret)
  expect(officers.spec.sealed?.map((one) => one.name)).toEqual(['totp'])
})

test('whether a resident has an account is found by its index, however many officers there are', async () => {
  const watch = watchPlans()
  const { idNo } = demoPerson('li-xiaoyan')
  const body = { username: 'suichang-duty', displayName: '新同事', unitCode: SUICHANG, idNo }
  const taken = await send(app.url, contract.create, { body }, { token: await staffToken(app, 'suichang-admin') })
  expect(taken.code).toBe('username-taken')
  const { findings } = await watch.report()
  watch.stop()
  expect(findings.filter((line) => line.includes(' of staff '))).toEqual([])
})
