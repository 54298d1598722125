/**
 * Every endpoint × everybody who could knock, derived from the contracts: no row is written by hand, so none can be forgotten. And the walls between two
 * counties: a record of the other county, whose id ends like one of ours, is answered like an id that nobody has, with the same commands.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { contracts } from '@xlb/shared/contracts.ts'
import type { Endpoint } from '@xlb/shared/platform/endpoint.ts'
import { idPrefixes, idSchema, type IdPrefix } from '@xlb/shared/platform/ids.ts'
import { roles, roleTable, type Role } from '@xlb/shared/platform/roles.ts'
import { demoId } from '../../server/src/capabilities/accounts/index.ts'
import { officers } from '../../server/src/capabilities/staff/data/officers.ts'
import { staffSessions } from '../../server/src/capabilities/staff/data/sessions.ts'
import { hashOf, newRefreshToken, signToken } from '../../server/src/platform/crypto/tokens.ts'
import { countCommands, nativeDb } from '../../server/src/platform/db/connection.ts'
import { collections } from '../../server/src/platform/db/collection.ts'
import { newId } from '../../server/src/platform/ids.ts'
import { openStage, SONGYANG, SUICHANG, type Stage } from '../support/builders.ts'
import { looks, sendAny } from '../support/call.ts'
import { fieldsIn } from '../support/json.ts'
import { sampleOf } from '../support/sample.ts'
import { seedOnly } from '../support/seed-only.ts'

const endpoints: readonly Endpoint[] = Object.values(contracts).flatMap((one) => Object.values<Endpoint>(one))
const rows = endpoints.map((endpoint) => [endpoint.id, endpoint] as const)

let stage: Stage

beforeAll(async () => {
  stage = await openStage()
  await seedOnly(stage, ['staff'])
  for (const tenant of [SUICHANG, SONGYANG]) for (const role of roles) await hire(tenant, role)
}, 120_000)
afterAll(() => stage.stop())

/** An officer with one role, held where its ceiling begins. */
async function hire(tenant: string, role: Role): Promise<void> {
  const ctx = stage.ctx(tenant)
  const standing = await officers.findOne(ctx, {})
  if (standing === null) throw new Error('no officer was seeded')
  const atSchool = !roleTable[role].levels.some((level) => level === 'county')
  const { personId: _person, totpSealed: _1, totpBlind: _2, totpKid: _3, ...plain } = standing
  await officers.insert(ctx, {
    ...plain,
    personId: null,
    _id: staffIdOf(tenant, role),
    username: `only-${role}`,
    state: 'ACTIVE',
    held: [{ role, unitCode: atSchool ? `${tenant}-edu-s1` : tenant }],
    pending: [],
  })
}

const staffIdOf = (tenant: string, role: Role): string => demoId('stf', `matrix:${tenant}:${role}`)

/** A fresh session every time: some of the calls end the one they come with. */
async function officerToken(tenant: string, role: Role): Promise<string> {
  const ctx = stage.ctx(tenant)
  const claims = { sessionId: newId('sts'), tenant }
  const now = ctx.clock.now()
  const row = await officers.findOne(ctx, { _id: staffIdOf(tenant, role) })
  await staffSessions.insert(ctx, {
    _id: claims.sessionId,
    tenant,
    staffId: staffIdOf(tenant, role),
    stamp: row?.stamp ?? 0,
    createdAt: ctx.clock.instant(),
    until: now + 3_600_000,
    idleUntil: now + 1_800_000,
    idleMs: 1_800_000,
    endedAt: null,
    refreshHash: hashOf(newRefreshToken(claims)),
    previousHash: null,
    rotatedAt: now,
    expireAt: new Date(now + 86_400_000),
  })
  return signToken(stage.house.config.keys.jwtKeys, claims, now, 1_800_000, 'staff')
}

/** A resident's session, fresh every time, without the half second of a real sign-in. */
async function residentToken(tenant: string): Promise<string> {
  return (await stage.resident(tenant)).token
}

interface Parts {
  readonly params?: unknown
  readonly query?: unknown
  readonly body?: unknown
}

function partsOf(endpoint: Endpoint, params?: unknown): Parts {
  return {
    ...(endpoint.params === undefined ? {} : { params: params ?? sampleOf(endpoint.params) }),
    ...(endpoint.query === undefined ? {} : { query: sampleOf(endpoint.query) }),
    ...(endpoint.body === undefined ? {} : { body: sampleOf(endpoint.body) }),
  }
}

const call = async (endpoint: Endpoint, token?: string, params?: unknown) =>
  await sendAny(stage.url, endpoint, partsOf(endpoint, params), token === undefined ? {} : { token })

const outcome = async (endpoint: Endpoint, token?: string): Promise<string> => {
  const { status, code } = await call(endpoint, token)
  if (status === 401) return 'unknown'
  return code === 'forbidden' ? 'forbidden' : 'admitted'
}

describe('who is admitted at all', () => {
  const of = (audience: Endpoint['audience']) => rows.filter(([, endpoint]) => endpoint.audience === audience)

  test.each(of('staff'))(
    '%s knows officers only, and of those only the roles its contract names',
    async (_id, endpoint) => {
      expect(await outcome(endpoint)).toBe('unknown')
      expect(await outcome(endpoint, await residentToken(SUICHANG))).toBe('unknown')
      const seen: Record<string, string> = {}
      for (const role of roles) seen[role] = await outcome(endpoint, await officerToken(SUICHANG, role))
      const admitted = (role: Role) => endpoint.roles === 'signed-in' || endpoint.roles?.includes(role) === true
      expect(seen).toEqual(Object.fromEntries(roles.map((role) => [role, admitted(role) ? 'admitted' : 'forbidden'])))
    },
  )

  test.each(of('resident'))('%s knows residents only', async (_id, endpoint) => {
    expect(await outcome(endpoint)).toBe('unknown')
    expect(await outcome(endpoint, await officerToken(SUICHANG, 'counter'))).toBe('unknown')
    expect(await outcome(endpoint, await residentToken(SUICHANG))).not.toBe('unknown')
  })

  test.each(of('provider'))('%s takes nothing that no provider signed', async (_id, endpoint) => {
    for (const token of [undefined, await residentToken(SUICHANG), await officerToken(SUICHANG, 'finance')])
      expect((await call(endpoint, token, { mchid: stage.house.config.providers.merchants[0]?.mchid })).code).toBe(
        'signature-refused',
      )
  })

  test.each(of('public'))('%s asks nobody who they are', async (_id, endpoint) => {
    expect((await call(endpoint)).code).not.toBe('unauthenticated')
  })
})

/** Names of id parameters with the prefix that their schema demands. */
function idParams(endpoint: Endpoint): readonly (readonly [string, IdPrefix])[] {
  if (endpoint.params === undefined) return []
  return Object.entries(fieldsIn(sampleOf(endpoint.params))).flatMap(([name, value]) => {
    const prefix = Object.values(idPrefixes).find((one) => idSchema(one).safeParse(value).success)
    return prefix === undefined ? [] : [[name, prefix] as const]
  })
}

/** Plants a row under this id in every collection of the other county whose rows have such ids. */
async function plantAbroad(prefix: IdPrefix, id: string): Promise<void> {
  for (const { name } of collections()) {
    const standing = await nativeDb()
      .collection<{ _id: string; tenant: string }>(name)
      .findOne({ _id: { $regex: `^${prefix}_` } })
    if (standing === null) continue
    const { pending: _pending, ...row } = { ...standing, pending: undefined }
    // Another key may be taken twice by a copy: then the county has such a row already, and the walls of its index were met.
    await nativeDb()
      .collection<{ _id: string; tenant: string }>(name)
      .insertOne({ ...row, _id: id, tenant: SONGYANG })
      .catch(() => undefined)
  }
}

describe('the other county', () => {
  const withIds = rows.filter(([, endpoint]) => idParams(endpoint).length > 0 && endpoint.audience !== 'provider')

  test.each(withIds)(
    '%s answers an id of theirs like one that nobody has, with the same commands',
    async (_id, endpoint) => {
      const theirs: Record<string, string> = {}
      const nobodys: Record<string, string> = {}
      for (const [name, prefix] of idParams(endpoint)) {
        const ours = newId(prefix)
        theirs[name] = `${prefix}_9${ours.slice(5)}`
        nobodys[name] = newId(prefix)
        await plantAbroad(prefix, theirs[name])
      }
      const others = endpoint.params === undefined ? {} : fieldsIn(sampleOf(endpoint.params))
      const role = typeof endpoint.roles === 'object' ? (endpoint.roles[0] ?? 'counter') : 'counter'
      const token = endpoint.audience === 'staff' ? await officerToken(SUICHANG, role) : await residentToken(SUICHANG)
      const asked = async (ids: Readonly<Record<string, string>>) => {
        const stop = countCommands()
        const answer = await call(endpoint, token, { ...others, ...ids })
        return { seen: looks(answer), commands: stop() }
      }
      const [abroad, unknown] = [await asked(theirs), await asked(nobodys)]
      expect(abroad).toEqual(unknown)
      expect(abroad.seen).toMatchObject({ error: {} })
    },
  )
})
