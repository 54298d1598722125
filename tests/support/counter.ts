/** An officer's calls at the counter, by the key of the demo officer. */
import { accounts } from '@xlb/shared/accounts/contract.ts'
import type { CounterDocument } from '@xlb/shared/accounts/contract.ts'
import { typedOf, type Typed } from './accounts-stage.ts'
import type { TestApp } from './app.ts'
import { send, type Extras } from './call.ts'
import { staffToken } from './staff.ts'

export const A = 'songyang-counter-a'
export const B = 'songyang-counter-b'
/** A village of 松阳县. */
export const VILLAGE = '331124001006'

export interface Entering {
  readonly caseNo: string
  readonly name: string
  readonly document: CounterDocument
  readonly villageCode?: string
  readonly counterCode?: string | null
}

export const idCard = (number: string) => ({ kind: 'id-card' as const, number })

export function counterOf(app: TestApp) {
  return {
    show: (token: string | undefined) => send(app.url, accounts.showCounterCode, { body: {} }, { token }),
    find: async (caseNo: string, typed: Typed, officer = A) =>
      await send(
        app.url,
        accounts.counterFindPerson,
        { body: { caseNo, ...typedOf(typed) } },
        { token: await staffToken(app, officer) },
      ),
    enter: async (asked: Entering, officer = A, extras: Extras = {}) =>
      await send(
        app.url,
        accounts.counterEnterPerson,
        { body: { villageCode: VILLAGE, counterCode: null, ...asked } },
        { token: await staffToken(app, officer), ...extras },
      ),
    endSessions: async (personId: string, caseNo: string, unbind: boolean, officer = A, extras: Extras = {}) =>
      await send(
        app.url,
        accounts.counterEndSessions,
        { params: { personId }, body: { caseNo, unbind } },
        { token: await staffToken(app, officer), ...extras },
      ),
    me: (token: string) => send(app.url, accounts.me, {}, { token }),
  }
}
