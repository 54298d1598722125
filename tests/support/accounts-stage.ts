/** People of two counties with their phones, officers at the counter, and the calls that both make about who somebody is. */
import { accounts } from '@xlb/shared/accounts/contract.ts'
import { approvals } from '@xlb/shared/approvals/contract.ts'
import { dataRights } from '@xlb/shared/data-rights/contract.ts'
import { desk } from '@xlb/shared/desk/contract.ts'
import { demoPeople, demoPerson, type DemoPerson } from '@xlb/shared/demo/roster.ts'
import { demoId } from '../../server/src/capabilities/accounts/index.ts'
import { accountRows, type AccountRow } from '../../server/src/capabilities/accounts/data/accounts.ts'
import { persons, type PersonRow } from '../../server/src/capabilities/accounts/data/persons.ts'
import { inbox, type InboxRow } from '../../server/src/capabilities/messages/data/messages.ts'
import { nativeDb } from '../../server/src/platform/db/connection.ts'
import { SONGYANG, SUICHANG, type TestApp, type TestAppOptions } from './app.ts'
import { send, type Answer, type Extras } from './call.ts'
import { fieldsIn, objectsIn, type Json } from './json.ts'
import { startAppWith } from './seed-only.ts'
import { fingerprints } from './snapshot.ts'
import { staffToken } from './staff.ts'

export { SONGYANG, SUICHANG } from './app.ts'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

export interface AccountsStage extends TestApp {
  /** Somebody of the roster whom this county does not know yet: signed in there, bound to nobody. */
  stranger(key: string, tenant?: string): Promise<Stranger>
  agree(token: string): Promise<void>
  /** A number of an open case at the county's counter. */
  openCase(officer: string, personId?: string | null, kind?: 'identity' | 'lost-phone'): Promise<string>
  accountOf(key: string, tenant: string): Promise<AccountRow>
  personOf(personId: string, tenant?: string): Promise<PersonRow>
  lettersOf(personId: string, tenant?: string): Promise<InboxRow[]>
  /** What went out by SMS, oldest first. */
  texts(): Promise<Json[]>
  numberCode(key: string): Promise<string>
  /** Everything but what any request may touch. */
  untouched(): ReturnType<typeof fingerprints>
}

export interface Stranger {
  readonly person: DemoPerson
  readonly tenant: string
  readonly token: string
}

export async function openAccountsStage(options: TestAppOptions = {}): Promise<AccountsStage> {
  const app = await startAppWith(['organisations', 'accounts', 'staff'], options)
  const agree = async (token: string): Promise<void> => {
    const { items } = (await send(app.url, dataRights.consents, {}, { token })).value()
    const version = items.find(({ purpose }) => purpose === 'real-name')?.version ?? ''
    const asked = { params: { purpose: 'real-name' as const }, body: { version } }
    ;(await send(app.url, dataRights.giveConsent, asked, { token })).value()
  }
  return {
    ...app,
    agree,
    async stranger(key, tenant = SONGYANG) {
      const token = await app.signIn(key, tenant)
      await agree(token)
      return { person: demoPerson(key), tenant, token }
    },
    async openCase(officer, personId = null, kind = 'identity') {
      const token = await staffToken(app, officer)
      const unitCode = officer.startsWith('songyang') ? SONGYANG : SUICHANG
      return (await send(app.url, desk.open, { body: { unitCode, kind, personId } }, { token })).value().caseNo
    },
    async accountOf(key, tenant) {
      const row = await accountRows.findOne(app.ctx(tenant), { openid: demoPerson(key).openid })
      if (row === null) throw new Error(`${key} has no account in ${tenant}`)
      return row
    },
    async personOf(personId, tenant = SUICHANG) {
      const row = await persons.findOne(app.ctx(tenant), { _id: personId })
      if (row === null) throw new Error(`there is no ${personId}`)
      return row
    },
    lettersOf: (personId, tenant = SUICHANG) => inbox.find(app.ctx(tenant), { personId }, { sort: { _id: 1 } }),
    async texts() {
      const items = objectsIn(fieldsIn(await app.world.control('sms'))['items'])
      return [...items].sort((one, other) => (String(one['at']) < String(other['at']) ? -1 : 1))
    },
    async numberCode(key) {
      const asked = { method: 'POST', headers: { 'content-type': 'application/json' } }
      const answer = await fetch(`${app.world.url}/phone/api/number`, {
        ...asked,
        body: JSON.stringify({ phone: key }),
      })
      return String(fieldsIn(await answer.json())['code'])
    },
    untouched: () => fingerprints(['idempotencyKeys', 'attempts', 'staffSessions']),
  }
}

/** 松阳 forgets everybody but its own seeded people: each test begins with strangers. */
export async function forgetStrangers(seededAt: string): Promise<void> {
  const known = demoPeople.filter((one) => one.countyCode === SONGYANG)
  const openid = { $nin: known.map((one) => one.openid) }
  for (const name of ['accounts', 'sessions'])
    await nativeDb().collection(name).deleteMany({ tenant: SONGYANG, openid })
  const createdAt = { $gt: seededAt }
  await nativeDb().collection('persons').deleteMany({ tenant: SONGYANG, createdAt })
  for (const name of ['attempts', 'consents', 'messages'])
    await nativeDb().collection(name).deleteMany({ tenant: SONGYANG })
}

export const personIdOf = (key: string): string => demoId('per', key)

export interface Typed {
  readonly name: string
  readonly idNo: string
}

export const typedOf = ({ name, idNo }: Typed): Typed => ({ name, idNo })

export function verify(app: TestApp, token: string | undefined, typed: Typed, extras: Extras = {}) {
  return send(app.url, accounts.verifyRealName, { body: typed }, { token, ...extras })
}

export async function approve(app: TestApp, officer: string, approvalId: string) {
  const token = await staffToken(app, officer)
  return await send(app.url, approvals.approve, { params: { approvalId }, body: {} }, { token })
}

/** Status and code of an answer. */
export const outcome = (answer: Answer<unknown>): [number, string] => [answer.status, answer.code]
