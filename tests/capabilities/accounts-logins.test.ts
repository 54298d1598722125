/** accounts over HTTP: where I am signed in, and ending it (HARDENING inputs 20–23). */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { accounts } from '@xlb/shared/accounts/contract.ts'
import { demoPerson } from '@xlb/shared/demo/roster.ts'
import { sessionRows } from '../../server/src/capabilities/accounts/data/sessions.ts'
import { countCommands } from '../../server/src/platform/db/connection.ts'
import { newId } from '../../server/src/platform/ids.ts'
import {
  HOUR,
  openAccountsStage,
  personIdOf,
  SONGYANG,
  SUICHANG,
  typedOf,
  verify,
  type AccountsStage,
} from '../support/accounts-stage.ts'
import { looks, send, sendAny } from '../support/call.ts'

let stage: AccountsStage

beforeAll(async () => {
  stage = await openAccountsStage()
})
afterAll(() => stage.stop())

const logins = (token: string | undefined) => send(stage.url, accounts.logins, {}, { token })
const end = (sessionId: string, token: string | undefined) =>
  send(stage.url, accounts.endLogin, { params: { sessionId } }, { token })
const me = (token: string) => send(stage.url, accounts.me, {}, { token })
const signIn = async (phone: string, client: 'weapp' | 'h5') => {
  const body = { code: await stage.world.loginCode(phone), tenant: SUICHANG, client }
  return (await send(stage.url, accounts.signIn, { body })).value().token
}

describe('my logins', () => {
  test('are nobody’s without a session, and only a session’s id can be ended', async () => {
    expect((await logins(undefined)).status).toBe(401)
    expect((await end(newId('ses'), undefined)).status).toBe(401)
    const token = await signIn('wang-xiulan', 'h5')
    const params = { sessionId: 'acc_00000000000000000000' }
    expect((await sendAny(stage.url, accounts.endLogin, { params }, { token })).status).toBe(400)
  })

  test('name device kind and day, newest first, the present one marked, and none that is over', async () => {
    const first = await signIn('li-xiaoyan', 'h5')
    await stage.world.advance(1000)
    const second = await signIn('li-xiaoyan', 'weapp')
    const { items } = (await logins(second)).value()
    expect(items.map(({ client, current, sameWechat }) => [client, current, sameWechat])).toEqual([
      ['weapp', true, true],
      ['h5', false, true],
    ])
    expect((await logins(first)).value().items.map(({ current }) => current)).toEqual([false, true])
    expect(JSON.stringify(items)).not.toContain('oDEMO')
    await stage.world.advance(2 * HOUR)
    const third = await signIn('li-xiaoyan', 'h5')
    const still = (await logins(third)).value().items.map(({ client }) => client)
    expect(still).toEqual(['h5', 'h5'])
  })

  test('of another WeChat account that acts for the same person are mine too, and I may end them', async () => {
    const [one, two] = [await stage.stranger('wang-xiulan'), await stage.stranger('li-xiaoyan')]
    for (const { token } of [one, two]) expect((await verify(stage, token, typedOf(one.person))).status).toBe(200)
    const { items } = (await logins(one.token)).value()
    const other = items.find(({ sameWechat }) => !sameWechat)
    expect(items).toHaveLength(2)
    const left = (await end(other?.id ?? '', one.token)).value().items
    expect(left.map(({ id }) => id)).not.toContain(other?.id)
    expect((await me(two.token)).status).toBe(401)
    expect((await me(one.token)).status).toBe(200)
  })

  test('of an account that acts for nobody are those of this account', async () => {
    const { token } = await stage.stranger('he-weijun')
    const again = await stage.signIn('he-weijun', SONGYANG)
    expect((await logins(token)).value().items).toHaveLength(2)
    const mine = (await logins(again)).value().items.find(({ current }) => current)
    expect((await end(mine?.id ?? '', again)).status).toBe(200)
    expect((await me(again)).status).toBe(401)
  })

  test('of somebody else, of another county, over, and unknown look alike and cost alike', async () => {
    const token = await signIn('wang-xiulan', 'h5')
    await signIn('he-weijun', 'h5')
    const idOf = async (filter: object, tenant = SUICHANG) =>
      (await sessionRows.findOne(stage.ctx(tenant), { endedAt: null, ...filter }))?._id ?? ''
    const over = await idOf({ personId: personIdOf('wang-xiulan') })
    await sessionRows.update(stage.ctx(), { _id: over }, { $set: { endedAt: stage.ctx().clock.instant() } })
    const fresh = await signIn('wang-xiulan', 'h5')
    const ids = [
      newId('ses'),
      await idOf({ openid: demoPerson('he-weijun').openid }),
      await idOf({ openid: demoPerson('wang-xiulan').openid }, SONGYANG),
      over,
    ]
    const before = await stage.untouched()
    const seen: unknown[] = []
    for (const id of ids) {
      expect(id).not.toBe('')
      const stop = countCommands()
      const answer = await end(id, fresh)
      seen.push([stop(), looks(answer)])
    }
    expect(seen).toEqual(seen.map(() => seen[0]))
    expect(JSON.stringify(seen[0])).toContain('not-found')
    expect(await stage.untouched()).toEqual(before)
    expect((await me(token)).status).toBeGreaterThanOrEqual(200)
  })
})

describe('a session that was opened while its account changed hands', () => {
  test('never keeps a person that the account lost, wherever the two meet', async () => {
    const account = await stage.accountOf('wang-xiulan', SUICHANG)
    const stale = await signIn('wang-xiulan', 'h5')
    const rows = await sessionRows.find(stage.ctx(), { accountId: account._id, endedAt: null })
    // As a sign-in leaves it that read the account before and wrote its row after: it looks at the account once more.
    for (const { _id } of rows) await sessionRows.update(stage.ctx(), { _id }, { $set: { personId: null } })
    expect((await me(stale)).value().name).not.toBeNull()
    const code = await stage.world.loginCode('wang-xiulan')
    const insert = sessionRows.insert.bind(sessionRows)
    let met = false
    const spied = Object.assign(sessionRows, {
      insert: async (...asked: Parameters<typeof insert>) => {
        const row = await insert(asked[0], { ...asked[1], personId: null })
        met = true
        return row
      },
    })
    const body = { code, tenant: SUICHANG, client: 'h5' as const }
    await send(stage.url, accounts.signIn, { body })
    Object.assign(spied, { insert })
    expect(met).toBe(true)
    const newest = await sessionRows.findOne(stage.ctx(), { accountId: account._id }, { sort: { until: -1 } })
    expect(newest?.personId).toBe(account.personId)
  })
})
