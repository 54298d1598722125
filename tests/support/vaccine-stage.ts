/** Clinics of two counties, the demonstration's families and the registry's books; sessions as a test wants them. */
import { demoChild } from '@xlb/shared/demo/families.ts'
import { demoPerson } from '@xlb/shared/demo/roster.ts'
import { dayOf } from '@xlb/shared/platform/time.ts'
import { vaccines } from '@xlb/shared/vaccines/contract.ts'
import { sessionRows } from '../../server/src/capabilities/accounts/data/sessions.ts'
import { demoId, ensurePerson } from '../../server/src/capabilities/accounts/index.ts'
import { dossiers } from '../../server/src/capabilities/vaccines/data/dossiers.ts'
import { sessions, type SessionRow, type Window } from '../../server/src/capabilities/vaccines/data/sessions.ts'
import { sites, type SiteRow } from '../../server/src/capabilities/vaccines/data/sites.ts'
import { signToken } from '../../server/src/platform/crypto/tokens.ts'
import { firstVersion } from '../../server/src/platform/db/record.ts'
import { newId } from '../../server/src/platform/ids.ts'
import { SUICHANG, type TestApp, type TestAppOptions } from './app.ts'
import { send } from './call.ts'
import { putOnDuty } from './duty.ts'
import { startAppWith } from './seed-only.ts'

export interface Caller {
  readonly token: string
  readonly personId: string
}

export interface VaccineStage extends TestApp {
  readonly site: SiteRow
  /** Signed in, with what the seed gave them. */
  caller(key: string): Promise<Caller>
  childId(key: string): Promise<string>
  /** A released session of this stage's site, with one window of so many first and later seats; its nurse is on duty there. */
  session(product: string, day: string, seats?: Partial<Window['capacity']>, from?: string): Promise<SessionRow>
  hold(who: Caller, personId: string, session: SessionRow, window?: string): ReturnType<typeof holdOne>
  today(): string
}

async function holdOne(url: string, who: Caller, personId: string, session: SessionRow, window: string) {
  const body = { product: session.product, day: session.day, sessionId: session._id, window }
  return await send(url, vaccines.hold, { params: { personId }, body }, who)
}

const NONE = { first: 0, later: 0, helped: 0 }
/** Half an hour later, for windows that begin at the full hour. */
const after = (from: string): string => `${from.slice(0, 3)}30`

export async function openVaccineStage(options: TestAppOptions = {}): Promise<VaccineStage> {
  const app = await startAppWith(['organisations', 'accounts', 'families', 'staff', 'vaccines'], options)
  const [site] = await sites.find(app.ctx(), {}, { sort: { unitCode: 1 }, limit: 1 })
  if (site === undefined) throw new Error('no clinic was seeded')
  const today = () => dayOf(app.ctx().clock.now())
  return {
    ...app,
    site,
    today,
    async caller(key) {
      const { countyCode } = demoPerson(key)
      return { token: await app.signIn(key, countyCode), personId: demoId('per', key) }
    },
    async childId(key) {
      const { name, idNo, birthday, villageCode, countyCode } = demoChild(key)
      return (await ensurePerson(app.ctx(countyCode), { name, idNo, birthday, villageCode, verified: 'source' })).id
    },
    async session(product, day, seats = { first: 1 }, from = '13:00') {
      const ctx = app.ctx(SUICHANG)
      await sessions.removeAmong(
        ctx,
        (await sessions.find(ctx, { siteId: site._id, product, day })).map((one) => one._id),
      )
      await putOnDuty(app, site._id, day, product)
      const window = { id: from.replace(':', ''), from, until: after(from), capacity: { ...NONE, ...seats } }
      const row = {
        ...{ _id: newId('vse'), tenant: ctx.tenant, state: 'RELEASED' as const, siteId: site._id, product, day },
        ...{ releaseAt: 0, reason: null, movedFrom: null, windows: [window], seats: [] },
      }
      return await sessions.insert(ctx, firstVersion(ctx, sessions, row, { act: 'vaccines.plan-session' }))
    },
    hold: (who, personId, session, window = session.windows[0]?.id ?? '') =>
      holdOne(app.url, who, personId, session, window),
  }
}

/** So many people of the county, signed in, whom the registry knows, and no dose of them. */
export async function crowd(stage: VaccineStage, count: number, birthDay = '1960-05-05'): Promise<Caller[]> {
  const ctx = stage.ctx()
  const now = ctx.clock.now()
  const people = Array.from({ length: count }, () => ({ personId: newId('per'), sessionId: newId('ses') }))
  await sessionRows.insertMissing(
    ctx,
    people.map(({ personId, sessionId }) => ({
      _id: sessionId,
      tenant: ctx.tenant,
      accountId: newId('acc'),
      personId,
      openid: sessionId,
      client: 'h5' as const,
      createdAt: ctx.clock.instant(),
      until: now + 3_600_000,
      endedAt: null,
      refreshHash: null,
      previousHash: null,
      rotatedAt: now,
      expireAt: new Date(now + 86_400_000),
    })),
  )
  await dossiers.insertMissing(
    ctx,
    people.map(({ personId }) =>
      firstVersion(
        ctx,
        dossiers,
        {
          _id: newId('dos'),
          tenant: ctx.tenant,
          state: 'OPEN' as const,
          personId,
          name: '某*某',
          villageCode: null,
          birthDay,
          sex: 'female' as const,
          asOf: ctx.clock.instant(),
          askedAt: now,
          doses: [],
          bookings: [],
        },
        { act: 'vaccines.open-dossier' },
      ),
    ),
  )
  const { jwtKeys } = stage.house.config.keys
  return people.map(({ personId, sessionId }) => ({
    personId,
    token: signToken(jwtKeys, { sessionId, tenant: ctx.tenant }, now, 3_600_000),
  }))
}
