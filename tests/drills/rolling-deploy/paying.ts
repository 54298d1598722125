/** People who pay one after the other, and repeat nothing: every answer that is not a success is told. */
import { bills } from '@xlb/shared/bills/contract.ts'
import { payments } from '@xlb/shared/payments/contract.ts'
import type { CallOf, Endpoint, OutputOf } from '@xlb/shared/platform/endpoint.ts'
import { newKey, send, type Extras } from '../../support/call.ts'
import { phone, signIn, textOf } from '../kill-payment/resident.ts'
import type { Stage } from '../kill-payment/stage.ts'
import type { Due } from '../money/due-bills.ts'
import { causeOf } from '../money/readers.ts'

const PAY_EVERY_MS = 150
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

export interface Paid {
  readonly requests: number
  readonly failures: readonly string[]
  /** Bills whose payers were told by WeChat that they paid. */
  readonly billIds: readonly string[]
}

export interface Payers {
  /** From now on the reserve is paid too. */
  release(): void
  stop(): Promise<Paid>
}

/** The last `reserve` of them wait for `release`: however long the new version takes to come up, somebody pays through it. */
export function startPaying(stage: Stage, due: readonly Due[], reserve: number): Payers {
  const failures: string[] = []
  const billIds: string[] = []
  const state = { requests: 0, over: false, released: false }
  const isOver = (): boolean => state.over

  async function ask<E extends Endpoint>(endpoint: E, call: CallOf<E>, extras: Extras): Promise<OutputOf<E> | null> {
    state.requests += 1
    try {
      return (await send<E>(stage.urls.app, endpoint, call, extras)).value()
    } catch (error) {
      failures.push(`${endpoint.id}: ${causeOf(error)}`)
      return null
    }
  }

  async function payOne({ person, billId }: Due): Promise<void> {
    const token = await signIn(stage, person)
    const begun = await ask(bills.pay, { params: { billId }, body: {} }, { token, key: newKey() })
    if (begun?.pay == null) return
    const told = textOf(await phone(stage, 'pay', { ...begun.pay, phone: person.key, decide: 'pay' }), 'errMsg')
    if (told !== 'requestPayment:ok') failures.push(`the phone said ${told}`)
    else billIds.push(billId)
    await ask(payments.hint, { params: { orderId: begun.order.id }, body: { outcome: 'ok' } }, { token })
    await ask(payments.order, { params: { orderId: begun.order.id } }, { token })
  }

  async function payOneAfterOther(): Promise<void> {
    for (const [at, one] of due.entries()) {
      while (at >= due.length - reserve && !state.released && !isOver()) await pause(PAY_EVERY_MS)
      if (isOver()) return
      await payOne(one)
      await pause(PAY_EVERY_MS)
    }
  }

  const paying = payOneAfterOther()
  return {
    release() {
      state.released = true
    },
    async stop() {
      state.over = true
      await paying
      return { requests: state.requests, failures, billIds }
    },
  }
}
