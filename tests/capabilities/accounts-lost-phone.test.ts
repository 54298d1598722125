/** accounts over HTTP: a phone was lost, its WeChat comes back to its owner, and whatever the thief opened meanwhile stays dead. */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { accounts } from '@xlb/shared/accounts/contract.ts'
import { demoPerson, type DemoPerson } from '@xlb/shared/demo/roster.ts'
import {
  approve,
  openAccountsStage,
  outcome,
  personIdOf,
  SONGYANG,
  SUICHANG,
  type AccountsStage,
} from '../support/accounts-stage.ts'
import { send } from '../support/call.ts'
import { A, B, counterOf, idCard } from '../support/counter.ts'
import { countRows } from '../support/snapshot.ts'

let stage: AccountsStage
let counter: ReturnType<typeof counterOf>

beforeAll(async () => {
  stage = await openAccountsStage()
  counter = counterOf(stage)
})
afterAll(() => stage.stop())

interface SignedIn {
  readonly token: string
  readonly refreshToken: string
}

/** Both tokens that a browser keeps. */
async function open(owner: DemoPerson, tenant = SONGYANG): Promise<SignedIn> {
  const code = await stage.world.loginCode(owner.key)
  const { token, refreshToken } = (
    await send(stage.url, accounts.signIn, { body: { code, tenant, client: 'h5' } })
  ).value()
  return { token, refreshToken: refreshToken ?? '' }
}

const refresh = (refreshToken: string) => send(stage.url, accounts.refresh, { body: { refreshToken } })
const nameOf = async ({ token }: SignedIn) => (await counter.me(token)).value().name
const lose = async ({ key }: DemoPerson) => {
  const personId = personIdOf(key)
  return (await counter.endSessions(personId, await stage.openCase(A, personId, 'lost-phone'), true)).value()
}

/** The owner shows a code on their new phone; one officer enters, another agrees. */
async function bindAgain(owner: DemoPerson, { token }: SignedIn): Promise<void> {
  const { code: counterCode } = (await counter.show(token)).value()
  const caseNo = await stage.openCase(A, personIdOf(owner.key))
  const asked = { caseNo, name: owner.name, document: idCard(owner.idNo), villageCode: owner.villageCode, counterCode }
  const { approvalId } = (await counter.enter(asked)).value()
  expect((await approve(stage, B, approvalId)).value().state).toBe('DONE')
}

async function expectDead({ token, refreshToken }: SignedIn): Promise<void> {
  expect((await counter.me(token)).status).toBe(401)
  expect(outcome(await refresh(refreshToken))).toEqual([401, 'session-ended'])
}

test('what was open when the phone was lost stays dead after the same WeChat is bound again', async () => {
  const owner = demoPerson('ye-wenbin')
  const stolen = await open(owner)
  expect(await nameOf(stolen)).not.toBeNull()
  expect(await lose(owner)).toMatchObject({ unbound: 1 })
  await expectDead(stolen)
  const fresh = await open(owner)
  await bindAgain(owner, fresh)
  expect(await nameOf(fresh)).not.toBeNull()
  await expectDead(stolen)
})

test('what the thief opened after the loss ends with the binding; only the phone that showed the code acts for the person', async () => {
  const owner = demoPerson('zhou-wenbin')
  await lose(owner)
  const thief = await open(owner)
  const rotated = (await refresh(thief.refreshToken)).value()
  expect(await nameOf(thief)).toBeNull()
  const fresh = await open(owner)
  await bindAgain(owner, fresh)
  await expectDead({ token: thief.token, refreshToken: rotated.refreshToken ?? '' })
  await expectDead(thief)
  expect(await nameOf(fresh)).not.toBeNull()
  expect((await refresh(fresh.refreshToken)).value().me.name).not.toBeNull()
  expect(await countRows('sessions', { tenant: SONGYANG, personId: personIdOf(owner.key), endedAt: null })).toBe(1)
})

test('a session of the same WeChat in another county ends too, and opens none here', async () => {
  const owner = demoPerson('he-haibo')
  const there = await open(owner, SUICHANG)
  await open(owner)
  await lose(owner)
  await expectDead(there)
  const switched = await send(stage.url, accounts.switchCounty, { body: { tenant: SONGYANG } }, { token: there.token })
  expect(switched.status).toBe(401)
})
