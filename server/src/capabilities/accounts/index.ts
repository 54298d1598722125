/**
 * accounts: who somebody is. Person (real name, one record a county) ≠ account (WeChat) ≠ session. Promises that a session names one account in one
 * county and ends at the next request after it was ended; that a real name is known because the population register or two officers said so; that ID
 * and telephone numbers are readable in no row, log or answer.
 */
import type { Me } from '@xlb/shared/accounts/contract.ts'
import { ledgerBeside } from '#platform/audit/outside-ledger.ts'
import type { Capability } from '#platform/capability.ts'
import { providePort } from '#platform/capability.ts'
import type { Ctx, ResidentCtx } from '#platform/context.ts'
import { endAll } from '#platform/db/end-all.ts'
import type { House } from '#platform/house.ts'
import { newId } from '#platform/ids.ts'
import { phoneHolder } from '../messages/index.ts'
import { accountOfResident } from './acts/read-account.ts'
import { admitResident } from './acts/admit-resident.ts'
import { LOST_BINDING } from './acts/bind-account.ts'
import { ensurePersonRow } from './acts/ensure-person.ts'
import { findByIdNo } from './acts/find-person.ts'
import { askGuardianship } from './acts/ask-guardianship.ts'
import { holdUnbindings, noteBinding } from './acts/hold-unbindings.ts'
import { enterPerson } from './approvals.ts'
import { counterRoutes } from './counter-http.ts'
import { BINDING_LEDGER } from './data/binding-ledger.ts'
import { auditPeople } from './data/migrations/audit-people.ts'
import { sealDemoIdNumbers } from './data/migrations/seal-demo-id-numbers.ts'
import { accountRows } from './data/accounts.ts'
import { persons, type PersonRow, type Verified } from './data/persons.ts'
import { sessionRows } from './data/sessions.ts'
import { accountsRoutes } from './http.ts'
import { personalData } from './personal-data.ts'
import { presentMe } from './present.ts'
import { bureau, createBureau, type GuardianshipAnswer, type RealNameAnswer } from './providers/bureau.ts'
import { createSms, sms } from './providers/sms.ts'
import { createWechatLogin, wechatLogin } from './providers/wechat.ts'
import { createWechatPhone, wechatPhone } from './providers/wechat-phone.ts'
import { retention } from './retention.ts'
import { seedAccounts } from './seed.ts'
import { accountCards } from './todo.ts'

export { ensurePersons, knownByIdNo } from './acts/ensure-persons.ts'
export { idNumberOf } from './acts/id-number.ts'
export { maskName } from './domain/mask.ts'
export { demoId } from './seed.ts'
export type { GuardianshipAnswer, RealNameAnswer } from './providers/bureau.ts'

/** Who is signed in, as the person sees it. One command. */
export async function meOf(ctx: ResidentCtx): Promise<Me> {
  return await presentMe(ctx, await accountOfResident(ctx))
}

/** What other capabilities are told of a person; never the ID number. */
export interface Person {
  readonly id: string
  readonly name: string
  /** The county's code while no village is known. */
  readonly villageCode: string
  /** `YYYY-MM-DD`; null where no document told it. */
  readonly birthday: string | null
  /** How the real name became known; null: it was only claimed (an import). */
  readonly verified: Verified | null
  /** The register called them dead; a register errs, and the counter sets it right. */
  readonly deceased: boolean
}

const personFrom = ({ _id: id, name, villageCode, birthday, verified, state }: PersonRow): Person => ({
  id,
  name,
  villageCode,
  birthday: birthday ?? null,
  verified,
  deceased: state === 'REPORTED_DEAD',
})

/** The person of this county by id; null where there is none, or none any more. */
export async function personById(ctx: Ctx, personId: string): Promise<Person | null> {
  const person = await persons.findOne(ctx, { _id: personId })
  return person === null || person.state === 'ERASED' ? null : personFrom(person)
}

/** The person of this county with this ID number, as typed (a small x will do); null where there is none or it is no ID number. */
export async function findPersonByIdNo(ctx: Ctx, idNo: string): Promise<Person | null> {
  const person = await findByIdNo(ctx, idNo)
  return person === null ? null : personFrom(person)
}

/**
 * The person with this ID number (18 characters, X in capitals: as `readIdNumber` gives it), found or made. A known one is answered as it stands: compare
 * the name yourself, it is never changed from here. At most two commands, three when somebody was faster.
 */
export async function ensurePerson(
  ctx: Ctx,
  facts: {
    readonly name: string
    readonly idNo: string
    readonly birthday: string
    readonly villageCode: string
    readonly verified: Verified | null
  },
): Promise<Person> {
  const { idNo: number, ...rest } = facts
  return personFrom(await ensurePersonRow(ctx, { ...rest, document: { kind: 'id-card', number } }))
}

/** Asks the population register; within 5 s, `unreachable` included. */
export async function checkRealName(ctx: Ctx, asked: { name: string; idNo: string }): Promise<RealNameAnswer> {
  return await ctx.port(bureau).checkRealName({ requestNo: newId('pnd'), ...asked })
}

/** Asks the population register whether this person of the county is the guardian; `unknown` where the person has no ID number. */
export async function checkGuardianship(
  ctx: Ctx,
  asked: { guardianPersonId: string; childIdNo: string },
): Promise<GuardianshipAnswer> {
  return await askGuardianship(ctx, asked)
}

let house: House | null = null

function theHouse(): House {
  if (house === null) throw new Error('accounts was used before the house was built')
  return house
}

async function holderOf(ctx: Ctx, openid: string): Promise<string | null> {
  return (await accountRows.findOne(ctx, { openid }, { projection: { personId: 1 } }))?.personId ?? null
}

const ledger = () => ledgerBeside(theHouse(), BINDING_LEDGER)

export const accounts: Capability = {
  name: 'accounts',
  routes: [...accountsRoutes(theHouse), ...counterRoutes(theHouse)],
  audiences: (built) => ({
    resident: (koa) => admitResident(built, koa.req, String(koa.state['requestId'])),
  }),
  ports: [
    providePort(wechatLogin, (config) => createWechatLogin(config.providers.wechat)),
    providePort(wechatPhone, (config, clock) => createWechatPhone(config.providers.wechat, () => clock.now())),
    providePort(phoneHolder, () => ({ personOf: holderOf })),
    providePort(bureau, (config, clock) => createBureau(config.providers.bureau, () => clock.now())),
    providePort(sms, (config, clock) => createSms(config.providers.sms, () => clock.now())),
  ],
  start: (built) => {
    house = built
  },
  migrations: [sealDemoIdNumbers, auditPeople],
  subscribers: [
    {
      name: 'note-binding',
      event: LOST_BINDING,
      handle(ctx, event) {
        noteBinding(ctx, ledger(), event)
        return Promise.resolve()
      },
    },
  ],
  afterRestore: async (ctx, backupAt) => ({
    'sessions ended': await endAll(ctx, sessionRows),
    ...(await holdUnbindings(ctx, ledger(), backupAt)),
  }),
  approvals: [enterPerson],
  personalData,
  retention,
  todoCards: accountCards,
  seed: seedAccounts,
}
