/** The promises about people and offices that no other test takes alone: `npm run sabotage` takes their guards away one by one and wants these red. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import * as z from 'zod/mini'
import { accounts } from '@xlb/shared/accounts/contract.ts'
import { dataRights } from '@xlb/shared/data-rights/contract.ts'
import { desk } from '@xlb/shared/desk/contract.ts'
import { families } from '@xlb/shared/families/contract.ts'
import { operations } from '@xlb/shared/operations/contract.ts'
import { defineEndpoint } from '@xlb/shared/platform/endpoint.ts'
import { dayOf } from '@xlb/shared/platform/time.ts'
import { staff } from '@xlb/shared/staff/contract.ts'
import { ensurePerson, personById } from '../../server/src/capabilities/accounts/index.ts'
import { takeTurn } from '../../server/src/capabilities/accounts/acts/take-turn.ts'
import { persons } from '../../server/src/capabilities/accounts/data/persons.ts'
import {
  createGuardianship,
  daysOf,
  NOTHING_YET,
} from '../../server/src/capabilities/families/acts/keep-guardianship.ts'
import { guardianshipOf } from '../../server/src/capabilities/families/index.ts'
import { guardianships, type GuardianshipRow } from '../../server/src/capabilities/families/data/guardianships.ts'
import { createOfficer } from '../../server/src/capabilities/staff/acts/create-officer.ts'
import { staffById } from '../../server/src/capabilities/staff/index.ts'
import type { Capability } from '../../server/src/platform/capability.ts'
import { sealedFields } from '../../server/src/platform/db/sealed.ts'
import { bind } from '../../server/src/platform/http/bind.ts'
import { newId } from '../../server/src/platform/ids.ts'
import {
  approve,
  DAY,
  openAccountsStage,
  outcome,
  personIdOf,
  SONGYANG,
  SUICHANG,
  typedOf,
  verify,
  type AccountsStage,
} from '../support/accounts-stage.ts'
import { send } from '../support/call.ts'
import { A, counterOf, idCard, VILLAGE } from '../support/counter.ts'
import { agree } from '../support/family-stage.ts'
import { invent } from '../support/invented.ts'
import { fieldsIn, objectsIn } from '../support/json.ts'
import { YUNFENG } from '../support/second-person.ts'
import { countRows } from '../support/snapshot.ts'
import { officerAtWork, staffToken } from '../support/staff.ts'

/** A route for officers whose contract forgot to name roles. */
const nobodys = defineEndpoint({
  id: 'forgetful.look',
  method: 'GET',
  path: '/forgetful',
  audience: 'staff',
  summary: 'Names no roles',
  output: z.strictObject({ seen: z.boolean() }),
  errors: [],
  limiter: 'read',
  idempotent: false,
})
const forgetful: Capability = {
  name: 'forgetful',
  routes: [bind(nobodys, { handle: () => Promise.resolve({ seen: true }) })],
}

let stage: AccountsStage

beforeAll(async () => {
  stage = await openAccountsStage({ beside: [forgetful] })
})
afterAll(() => stage.stop())

const tomorrow = (): string => dayOf(stage.ctx().clock.now() + DAY)
const yearsBefore = (day: string, years: number): string => `${String(Number(day.slice(0, 4)) - years)}${day.slice(4)}`

test('one person is one record: ten who enter the same document at once find the same one, and a second row is refused', async () => {
  const { name, idNo, birthday } = invent(1)
  const facts = { name, idNo, birthday, villageCode: '331123002204', verified: null }
  const found = await Promise.all(Array.from({ length: 10 }, () => ensurePerson(stage.ctx(), facts)))
  expect(new Set(found.map(({ id }) => id)).size).toBe(1)
  expect(await countRows('persons', { name, birthday })).toBe(1)
  const row = await stage.personOf(found[0]?.id ?? '')
  const twin = { ...row, _id: newId('per'), pending: [] }
  const again = persons.insert(stage.ctx(), { ...twin, ...sealedFields(persons, twin, 'idNo', idNo) })
  await expect(again).rejects.toMatchObject({ code: 11000 })
})

interface Right {
  readonly since?: string
  readonly until?: string | null
  readonly birthday?: string
  readonly state?: 'ACTIVE' | 'PROPOSED'
  readonly whose?: { readonly guardianPersonId: string; readonly childPersonId: string }
}

async function rightOf({ since, until = null, birthday, state = 'ACTIVE', whose }: Right = {}) {
  const { guardianPersonId, childPersonId } = whose ?? { guardianPersonId: newId('per'), childPersonId: newId('per') }
  return await createGuardianship(stage.ctx(), {
    ...NOTHING_YET,
    ...{ _id: newId('gua'), tenant: SUICHANG, state, open: true, guardianPersonId, childPersonId },
    ...{ childKey: childPersonId, relation: 'mother', proof: 'source', since: since ?? '2020-01-01' },
    ...{ guardianMasked: '李*燕', childMasked: '何*然', createdAt: stage.ctx().clock.instant() },
    ...daysOf(birthday ?? '2019-03-01', until),
  })
}

const stands = async (row: GuardianshipRow | null): Promise<boolean> =>
  row !== null && (await guardianshipOf(stage.ctx(), row.guardianPersonId, String(row.childPersonId))) !== null

describe('a guardian’s right', () => {
  test('is judged at the moment of its use: by its days and the birthday, and a claim is none', async () => {
    const rows = [
      await rightOf({ until: tomorrow() }),
      await rightOf({ birthday: yearsBefore(tomorrow(), 18) }),
      await rightOf({ since: tomorrow() }),
      await rightOf({ state: 'PROPOSED' }),
    ]
    const all = async () => await Promise.all(rows.map(stands))
    expect(await all()).toEqual([true, true, false, false])
    await stage.world.advance(DAY)
    expect(await all()).toEqual([false, false, true, false])
  })

  test('that ended is none, whichever of its two marks one looks at', async () => {
    const [moved, closed] = [await rightOf(), await rightOf()]
    expect([await stands(moved), await stands(closed)]).toEqual([true, true])
    await guardianships.update(
      stage.ctx(),
      { _id: moved?._id ?? '' },
      { $set: { state: 'ENDED', endReason: 'revoked' } },
    )
    await guardianships.update(stage.ctx(), { _id: closed?._id ?? '' }, { $set: { open: false } })
    expect([await stands(moved), await stands(closed)]).toEqual([false, false])
  })

  test('stands once for a guardian and a child: of five who write it at once one does', async () => {
    const whose = { guardianPersonId: newId('per'), childPersonId: newId('per') }
    const made = await Promise.all(Array.from({ length: 5 }, () => rightOf({ whose })))
    expect(made.filter((row) => row !== null)).toHaveLength(1)
  })
})

describe('a consent withdrawn', () => {
  const checks = async () => objectsIn(fieldsIn(await stage.world.control('checks'))['items']).length

  test('stops the next use: the register is not asked about the name', async () => {
    const { token, person } = await stage.stranger('wang-xiulan')
    await send(stage.url, dataRights.withdrawConsent, { params: { purpose: 'real-name' } }, { token })
    const before = await checks()
    expect(outcome(await verify(stage, token, typedOf(person)))).toEqual([409, 'consent-needed'])
    expect(await checks()).toBe(before)
  })

  test('stops the next use: the child is not shown', async () => {
    const [guardianPersonId, childPersonId] = [personIdOf('li-xiaoyan'), newId('per')]
    await rightOf({ whose: { guardianPersonId, childPersonId } })
    const own = { token: await stage.signIn('li-xiaoyan') }
    await agree(stage.url, own)
    const look = () => send(stage.url, families.child, { params: { personId: childPersonId } }, own)
    expect((await look()).status).toBe(200)
    await send(stage.url, dataRights.withdrawConsent, { params: { purpose: 'child-data' } }, own)
    expect(outcome(await look())).toEqual([409, 'consent-needed'])
  })
})

test('a counter code binds once', async () => {
  const { token } = await stage.stranger('he-weijun')
  const counterCode = (await send(stage.url, accounts.showCounterCode, { body: {} }, { token })).value().code
  const enter = async (n: number) => {
    const { name, idNo } = invent(n)
    const asked = { caseNo: await stage.openCase(A), name, document: idCard(idNo), villageCode: VILLAGE }
    return outcome(await counterOf(stage).enter({ ...asked, counterCode }))
  }
  expect(await enter(11)).toEqual([200, ''])
  expect(await enter(12)).toEqual([422, 'counter-code-wrong'])
})

test('a limit counts all who try first at once, in one list', async () => {
  const keys = [newId('pnd')]
  const turn = { kind: 'promise', keys, limits: [{ most: 5, ms: DAY }], code: 'too-many-requests' as const }
  const now = stage.ctx().clock.now()
  const taken = await Promise.allSettled(Array.from({ length: 20 }, () => takeTurn(stage.ctx(), now, turn)))
  expect(taken.filter(({ status }) => status === 'fulfilled')).toHaveLength(5)
  expect(await countRows('attempts', { keys })).toBe(1)
})

describe('an officer', () => {
  test('whose session was ended is refused at the next request', async () => {
    const { token, sessionId } = await officerAtWork(stage, 'suichang-nurse')
    const signedOut = { token: await staffToken(stage, 'suichang-nurse') }
    const me = async (of: string) => (await send(stage.url, staff.me, {}, { token: of })).status
    expect([await me(token), await me(signedOut.token)]).toEqual([200, 200])
    await send(stage.url, staff.endMySession, { params: { sessionId } }, signedOut)
    await send(stage.url, staff.signOut, {}, signedOut)
    expect([await me(token), await me(signedOut.token)]).toEqual([401, 401])
  })

  test('serves the units below their own and none beside them', async () => {
    const token = await staffToken(stage, 'suichang-miaogao-counter')
    const open = (unitCode: string) =>
      send(stage.url, desk.open, { body: { unitCode, kind: 'identity', personId: null } }, { token })
    expect(outcome(await open(YUNFENG))).toEqual([403, 'out-of-scope'])
    expect(outcome(await open(SUICHANG))).toEqual([403, 'out-of-scope'])
    expect((await open('331123001')).status).toBe(200)
  })

  test('comes where the contract names their role, and nobody where it names none', async () => {
    const token = await staffToken(stage, 'suichang-counter-a')
    expect(outcome(await send(stage.url, operations.alarms, {}, { token }))).toEqual([403, 'forbidden'])
    expect(outcome(await send(stage.url, nobodys, {}, { token }))).toEqual([403, 'forbidden'])
    const operator = await staffToken(stage, 'suichang-operator')
    expect((await send(stage.url, operations.alarms, {}, { token: operator })).status).toBe(200)
  })

  test('holds a role of an administration once another person agreed, and not before', async () => {
    const fresh = { username: 'new.auditor', displayName: '新同事', unitCode: SUICHANG, personId: null, held: [] }
    const { _id: staffId, stamp } = (await createOfficer(stage.ctx(), fresh)).officer
    const grants = [{ role: 'auditor' as const, unitCode: SUICHANG }]
    const own = { token: await staffToken(stage, 'suichang-security') }
    const asked = { params: { staffId }, body: { grants, stamp } }
    const { approvalIds } = (await send(stage.url, staff.setRoles, asked, own)).value()
    expect(await countRows('staff', { _id: staffId, 'held.role': 'auditor' })).toBe(0)
    expect((await approve(stage, 'suichang-security-b', approvalIds[0] ?? '')).value().state).toBe('DONE')
    expect(await countRows('staff', { _id: staffId, 'held.role': 'auditor' })).toBe(1)
  })

  test('is one account a resident, also of four made at once', async () => {
    const [ctx, personId] = [stage.ctx(), newId('per')]
    const fresh = { displayName: '新同事', unitCode: SUICHANG, personId, held: [] }
    const made = await Promise.allSettled(
      Array.from({ length: 4 }, (_, n) => createOfficer(ctx, { ...fresh, username: `one.of.${String(n)}` })),
    )
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await countRows('staff', { personId })).toBe(1)
  })
})

test('no county knows another’s people, officers or families, and usernames are each county’s own', async () => {
  const there = stage.ctx(SONGYANG)
  const personId = personIdOf('li-xiaoyan')
  expect([await personById(there, personId), (await personById(stage.ctx(), personId))?.id]).toEqual([null, personId])
  const { staffId } = await officerAtWork(stage, 'suichang-nurse')
  expect([await staffById(there, staffId), (await staffById(stage.ctx(), staffId))?.id]).toEqual([null, staffId])
  const right = await rightOf()
  expect(await guardianshipOf(there, right?.guardianPersonId ?? '', right?.childPersonId ?? '')).toBeNull()
  const fresh = { username: 'same.name', displayName: '同名', personId: null, held: [] }
  for (const ctx of [stage.ctx(), there]) await createOfficer(ctx, { ...fresh, unitCode: ctx.tenant })
  expect(await countRows('staff', { username: 'same.name' })).toBe(2)
})
