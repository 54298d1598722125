/** A resident at the seats who does not give up: every request is sent again until somebody answers, and the answer says how it ended. */
import type { DemoPerson } from '@xlb/shared/demo/roster.ts'
import type { Endpoint, InputOf, OutputOf } from '@xlb/shared/platform/endpoint.ts'
import { vaccines } from '@xlb/shared/vaccines/contract.ts'
import type { VaccineBooking } from '@xlb/shared/vaccines/booking-endpoints.ts'
import { demoId } from '../../../server/src/capabilities/accounts/index.ts'
import { noneApplies } from '../../support/vaccine-questions.ts'
import { sendAny } from '../../support/call.ts'
import { signIn, type Tokens } from '../kill-payment/resident.ts'
import type { Stage } from '../kill-payment/stage.ts'

const PATIENCE_MS = 75_000
const PAUSE_MS = 200
export const PRODUCT = 'FLU-IIV'

/** What they came for: `keep` books, `move` changes it afterwards, `leave` cancels, `forget` holds it, longer once, and walks away. */
export type Manner = 'keep' | 'move' | 'leave' | 'forget'

export interface Place {
  readonly day: string
  readonly sessionId: string
  readonly window: string
}

export interface Booker {
  readonly person: DemoPerson
  readonly manner: Manner
  readonly first: Place
  readonly second: Place
}

type Said<E extends Endpoint> = { readonly value: OutputOf<E> } | { readonly code: string }

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
/** Asked again they would say the same. */
const FINAL = [400, 404, 409]

async function ask<E extends Endpoint>(
  stage: Stage,
  tokens: Tokens,
  person: DemoPerson,
  endpoint: E,
  input: { readonly params: Readonly<Record<string, string>>; readonly body?: InputOf<E>['body'] },
): Promise<Said<E>> {
  const end = Date.now() + PATIENCE_MS
  for (;;) {
    const token = tokens.get(person.key) ?? (await signIn(stage, person))
    tokens.set(person.key, token)
    const body = endpoint.method === 'POST' ? { body: input.body ?? {} } : {}
    const parts = { params: input.params, ...body }
    const answer = await sendAny(stage.urls.app, endpoint, parts, { token }).catch(() => null)
    if (answer?.status === 200) return { value: answer.value() }
    if (answer !== null && FINAL.includes(answer.status)) return { code: answer.code }
    if (Date.now() > end) throw new Error(`${person.key} could not ${endpoint.id}: ${answer?.code ?? 'no answer'}`)
    if (answer?.status === 401) tokens.delete(person.key)
    await pause(PAUSE_MS)
  }
}

/** Who does what, and how it ended: nothing to say when it ended as it should. */
export async function goBooking(
  stage: Stage,
  tokens: Tokens,
  { person, manner, first, second }: Booker,
): Promise<string[]> {
  const personId = demoId('per', person.key)
  const say = async <E extends Endpoint>(
    endpoint: E,
    params: Readonly<Record<string, string>>,
    body?: InputOf<E>['body'],
  ) =>
    await ask(stage, tokens, person, endpoint, {
      params: { personId, ...params },
      ...(body === undefined ? {} : { body }),
    })

  async function standing(): Promise<VaccineBooking | undefined> {
    const said = await say(vaccines.bookings, {})
    return 'value' in said
      ? said.value.items.find((one) => one.product === PRODUCT && (one.state === 'HELD' || one.state === 'CONFIRMED'))
      : undefined
  }

  /** As the page does: who is told that it changed meanwhile looks again and presses once more. */
  async function press(
    booking: VaccineBooking,
    act: (booking: VaccineBooking) => Promise<Said<typeof vaccines.booking>>,
  ): Promise<Said<typeof vaccines.booking>> {
    const said = await act(booking)
    if ('value' in said || said.code !== 'changed-meanwhile') return said
    const now = await say(vaccines.booking, { bookingId: booking.id })
    return 'value' in now ? await act(now.value) : now
  }

  const cancel = (one: VaccineBooking) => say(vaccines.cancel, { bookingId: one.id }, { version: one.version })
  const confirm = (one: VaccineBooking) =>
    say(
      vaccines.confirm,
      { bookingId: one.id },
      { version: one.version, notice: one.notice?.version ?? '', answers: noneApplies(PRODUCT) },
    )
  const extend = (one: VaccineBooking) => say(vaccines.extend, { bookingId: one.id }, { version: one.version })
  const change = (one: VaccineBooking) =>
    say(vaccines.change, { bookingId: one.id }, { version: one.version, ...second })

  const old = await standing()
  if (old !== undefined) await press(old, cancel)
  const held = await say(vaccines.hold, {}, { product: PRODUCT, ...first })
  if (!('value' in held)) return [`${person.key} could not hold: ${held.code}`]
  if (manner === 'forget') return ends(person, await press(held.value, extend), 'HELD')
  const confirmed = await press(held.value, confirm)
  if (manner === 'keep' || !('value' in confirmed)) return ends(person, confirmed, 'CONFIRMED')
  if (manner === 'leave') return ends(person, await press(confirmed.value, cancel), 'CANCELLED')
  const moved = await press(confirmed.value, change)
  if ('code' in moved && moved.code === 'changes-used-up') return []
  const there = 'value' in moved && moved.value.day === second.day
  return [...ends(person, moved, 'CONFIRMED'), ...(there ? [] : [`${person.key} is not where they moved to`])]
}

function ends({ key }: DemoPerson, said: Said<typeof vaccines.booking>, state: string): string[] {
  if ('code' in said) return [`${key} was told ${said.code} instead of ${state}`]
  return said.value.state === state ? [] : [`${key} has ${said.value.state} instead of ${state}`]
}
