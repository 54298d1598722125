/** Residents who go on all the while: they sign in, read and pay, and nobody repeats anything. Every answer that is not a success is counted. */
import { accounts } from '@xlb/shared/accounts/contract.ts'
import { bills } from '@xlb/shared/bills/contract.ts'
import type { DemoPerson } from '@xlb/shared/demo/roster.ts'
import { home } from '@xlb/shared/home/contract.ts'
import type { CallOf, Endpoint } from '@xlb/shared/platform/endpoint.ts'
import { newKey, send, type Answer, type Extras } from '../../support/call.ts'
import { phone, textOf, type Payer } from '../kill-payment/resident.ts'
import type { Stage } from '../kill-payment/stage.ts'

/** As fast as the limits of one address let people be: 120 sign-ins a minute, 240 reads an account. */
const READ_EVERY_MS = 800
const ROUNDS_A_TOKEN = 5
const PAY_EVERY_MS = 900
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

export interface Tally {
  readonly requests: number
  /** `bills.pay answered 503 unavailable`, each time it happened. */
  readonly failures: readonly string[]
  /** Bills whose owners were told by WeChat that they paid. */
  readonly paid: readonly string[]
}

export interface Load {
  /** A token of this moment. */
  signIn(person: DemoPerson): Promise<string>
  /** Everybody finishes what they are at. */
  stop(): Promise<Tally>
}

export function startLoad(stage: Stage, readers: readonly DemoPerson[], payers: readonly Payer[]): Load {
  const failures: string[] = []
  const paid: string[] = []
  const state = { requests: 0, over: false }
  const isOver = (): boolean => state.over

  async function ask<E extends Endpoint>(endpoint: E, call: CallOf<E>, extras: Extras = {}) {
    state.requests += 1
    const answer: Answer<unknown> = await send<E>(stage.urls.app, endpoint, call, extras)
    if (answer.status !== 200) failures.push(`${endpoint.id} answered ${String(answer.status)} ${answer.code}`)
    return answer
  }

  async function signIn(person: DemoPerson): Promise<string> {
    const code = textOf(await phone(stage, 'login', { phone: person.key }), 'code')
    const body = { code, tenant: person.countyCode, client: 'weapp' as const }
    const answer = await ask(accounts.signIn, { body })
    return answer.status === 200 ? textOf(answer.value(), 'token') : ''
  }

  async function readOnAndOn(person: DemoPerson): Promise<void> {
    while (!isOver()) {
      const token = await signIn(person)
      for (let round = 0; round < ROUNDS_A_TOKEN && !isOver(); round += 1) {
        await ask(accounts.me, {}, { token })
        await ask(home.get, {}, { token })
        await ask(bills.list, {}, { token })
        await pause(READ_EVERY_MS)
      }
    }
  }

  async function payOneAfterOther(): Promise<void> {
    for (const { person, billId } of payers) {
      if (isOver()) return
      const token = await signIn(person)
      const answer = await ask(bills.pay, { params: { billId }, body: {} }, { token, key: newKey() })
      const parsed = bills.pay.output.safeParse(answer.status === 200 ? answer.value() : null)
      if (!parsed.success || parsed.data.pay === null) continue
      const told = textOf(await phone(stage, 'pay', { ...parsed.data.pay, phone: person.key, decide: 'pay' }), 'errMsg')
      if (told === 'requestPayment:ok') paid.push(billId)
      else failures.push(`the phone said ${told}`)
      await pause(PAY_EVERY_MS)
    }
  }

  const lanes = [...readers.map(readOnAndOn), payOneAfterOther()]
  return {
    signIn,
    async stop() {
      state.over = true
      await Promise.all(lanes)
      return { requests: state.requests, failures, paid }
    },
  }
}
