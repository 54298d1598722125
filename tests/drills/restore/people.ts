/** Residents of the restore drill: what each of them did before and after the backup. */
import { accounts } from '@xlb/shared/accounts/contract.ts'
import { dataRights } from '@xlb/shared/data-rights/contract.ts'
import type { DemoPerson } from '@xlb/shared/demo/roster.ts'
import { newKey, send } from '../../support/call.ts'
import { payersOf } from '../kill-payment/cases.ts'
import { unsettled } from '../kill-payment/examine.ts'
import { signIn, type Payer } from '../kill-payment/resident.ts'
import type { Stage } from '../kill-payment/stage.ts'

export interface Cast {
  /** Pays before the backup. */
  readonly payer: Payer
  /** Opens an order before the backup, whose entries are still pending in it, and pays afterwards. */
  readonly waiting: Payer
  /** Sign out: one before the backup, one after it. */
  readonly before: DemoPerson
  readonly after: DemoPerson
  /** Asks for deletion after the backup. */
  readonly leaving: DemoPerson
}

/** Five people of the county, from the seed; two of them with a bill that can be paid. */
export async function castOf(stage: Stage, seed: number, all: readonly DemoPerson[]): Promise<Cast> {
  const open = await payersOf(stage)
  const payers = open.filter(({ person }, at) => open.findIndex((one) => one.person.key === person.key) === at)
  const at = (seed * 2) % Math.max(1, payers.length - 1)
  const [payer, waiting] = [payers[at], payers[at + 1]]
  if (payer === undefined || waiting === undefined) throw new Error('two people with a bill are needed')
  const taken = [payer.person.key, waiting.person.key]
  const others = all.filter((one) => one.countyCode === payer.person.countyCode && !taken.includes(one.key))
  const [before, after, leaving] = [0, 1, 2].map((n) => others[(seed * 3 + n) % others.length])
  if (before === undefined || after === undefined || leaving === undefined)
    throw new Error('the county has too few people')
  return { payer, waiting, before, after, leaving }
}

export async function statusOf(stage: Stage, token: string): Promise<number> {
  return (await send(stage.urls.app, accounts.me, {}, { token })).status
}

export async function signOut(stage: Stage, token: string): Promise<void> {
  await send(stage.urls.app, accounts.signOut, {}, { token })
}

/** Agrees to everything that is asked, in the versions that are asked; answers how many. */
export async function consentToAll(stage: Stage, token: string): Promise<number> {
  const { items } = (await send(stage.urls.app, dataRights.consents, {}, { token })).value()
  for (const { purpose, version } of items)
    (await send(stage.urls.app, dataRights.giveConsent, { params: { purpose }, body: { version } }, { token })).value()
  return items.length
}

export async function askForDeletion(stage: Stage, person: DemoPerson): Promise<void> {
  const token = await signIn(stage, person)
  const call = { body: { understood: true as const } }
  ;(await send(stage.urls.app, dataRights.requestErasure, call, { token, key: newKey() })).value()
}

const STILL_MS = 1_500
const LIMIT_MS = 60_000

/** Waits until nothing of these bills moves; while nothing does, all clocks jump. Answers what is still open at the end. */
export async function settle(stage: Stage, billIds: readonly string[]): Promise<string[]> {
  const end = Date.now() + LIMIT_MS
  let [seen, since] = ['', Date.now()]
  for (;;) {
    const open = await unsettled(stage, billIds)
    if (open.length === 0 || Date.now() > end) return open
    if (open.join() !== seen) [seen, since] = [open.join(), Date.now()]
    if (Date.now() - since > STILL_MS) {
      await stage.advance(31_000)
      since = Date.now()
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** Waits until `holds` does; false when it did not within the time. */
export async function until(holds: () => Promise<boolean>, ms = 60_000): Promise<boolean> {
  const end = Date.now() + ms
  while (Date.now() < end) {
    if (await holds()) return true
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return false
}
