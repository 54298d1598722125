/**
 * HARDENING drill 8: every item of the outbox is delivered one to five times, by two workers, some of it to both at once, and callbacks come in threes. The
 * provider and the three utilities see each number once in effect, people are told once, and an order that ended long ago ends nothing again.
 */
import type { Tokens } from '../kill-payment/resident.ts'
import type { Stage } from '../kill-payment/stage.ts'
import { startBeside } from '../money/beside.ts'
import { dueBills, type Due } from '../money/due-bills.ts'
import { payAll, STRAIGHT } from '../money/paying.ts'
import { comeToRest, examineMoney, tallyWords } from '../money/rest.ts'
import type { How, Round } from '../money/run.ts'
import { doublePostings } from '../money/utility-books.ts'
import { until } from '../restore/people.ts'
import { passTheNight } from './night.ts'
import { startRedelivery, type Deliveries, type Redelivery } from './redeliver.ts'

const PAYERS = 3
const SETTLE_MS = 60_000

export async function duplicateDelivery(stage: Stage, { seed, log }: How): Promise<Round> {
  const second = await startBeside(stage, 'worker', 'second-worker')
  try {
    const water = await dueBills(stage, seed, { count: PAYERS + 1, each: 1 })
    const power = await dueBills(stage, seed, { count: PAYERS, each: 1, utilities: ['electricity'] })
    const gas = await dueBills(stage, seed, { count: PAYERS, each: 1, utilities: ['gas'] })
    const [walker, paying] = [water.slice(0, 1), water.slice(1)]
    const redelivery = await startRedelivery(stage, seed)
    const all = { walker, soon: [...paying, ...gas], power }
    const faults = await inTheMidst(stage, all, redelivery, log).catch(async (error: unknown) => {
      await redelivery.stop()
      throw error
    })
    const counted = await redelivery.stop()
    return await compared(stage, [...water, ...power, ...gas], counted, faults)
  } finally {
    await stage.calm()
    await second.end()
  }
}

interface Bills {
  /** Opens an order and walks away; pays with another one after the night. */
  readonly walker: readonly Due[]
  readonly soon: readonly Due[]
  readonly power: readonly Due[]
}

const idsOf = (due: readonly Due[]): string[] => due.map(({ billId }) => billId)

async function inTheMidst(stage: Stage, bills: Bills, redelivery: Redelivery, log: How['log']): Promise<string[]> {
  const tokens: Tokens = new Map()
  await stage.fault('pay.callback.duplicate', { n: 3 })
  // One posting is refused for good: its money goes back, once.
  await stage.fault('water.refusing', {}, 1)
  await payAll(stage, tokens, bills.walker, { ...STRAIGHT, confirms: false })
  await payAll(stage, tokens, [...bills.soon, ...bills.power])
  const today = await comeToRest(stage, idsOf(bills.soon), { ms: SETTLE_MS })
  const isDone = await redelivery.settle(SETTLE_MS)
  log(
    `by day: ${String(bills.soon.length + bills.power.length)} paid${isDone ? '' : ', deliveries are still under way'}`,
  )
  const night = await passTheNight(stage)
  log('the night has passed')
  const open = await comeToRest(stage, [...idsOf(bills.power), ...idsOf(bills.walker)], { ms: SETTLE_MS })
  const isReleased = async () =>
    (await stage.db.bills.findOne({ _id: bills.walker[0]?.billId ?? '' }))?.state !== 'PAYING'
  if (await until(isReleased)) await payAll(stage, tokens, bills.walker)
  else open.push('the bill of a closed order is not due again')
  const all = [...bills.soon, ...bills.power, ...bills.walker]
  const after = await comeToRest(stage, idsOf(all), { ms: SETTLE_MS })
  const settled = await redelivery.settle(SETTLE_MS)
  // What was told last was told again: its effects come to rest too.
  const end = await comeToRest(stage, idsOf(all), { ms: SETTLE_MS })
  return [...night, ...open, ...after, ...end, ...today, ...(settled ? [] : ['not every item had all its deliveries'])]
}

async function compared(
  stage: Stage,
  due: readonly Due[],
  counted: Deliveries,
  faults: readonly string[],
): Promise<Round> {
  const tally = await examineMoney(stage, idsOf(due))
  const { items, deliveries, atOnce, callbacks } = counted
  return {
    did:
      `${String(items)} items delivered ${String(deliveries)} times (${String(atOnce)} to both workers at once), ` +
      `${String(callbacks)} callbacks worked again; ${tallyWords(tally)}`,
    done: deliveries - items,
    faults: [
      ...faults,
      ...tally.faults,
      ...(await doublePostings(stage)),
      ...(await toldTwice(stage)),
      ...(await doubleRefunds(stage)),
      ...(tally.refunded > 0 ? [] : ['no posting was refused']),
      ...(await setAside(stage)),
    ],
  }
}

async function setAside(stage: Stage): Promise<string[]> {
  const rows = await stage.db.outbox.find({ state: 'DEAD' }).toArray()
  return rows.map(({ name, progress }) => {
    const tries = progress.map((one) => `${one.subscriber} ${one.state} after ${String(one.tries)} tries`)
    return `set aside: ${name} (${tries.join(', ')})`
  })
}

async function toldTwice(stage: Stage): Promise<string[]> {
  const sources = (await stage.raw.collection('messages').find({}).toArray()).map(({ source }) => String(source))
  return sources.filter((source, at) => sources.indexOf(source) !== at).map((source) => `told twice: ${source}`)
}

async function doubleRefunds(stage: Stage): Promise<string[]> {
  const payments = (await stage.books.refunds()).map(({ transactionId }) => transactionId)
  return payments.filter((id, at) => payments.indexOf(id) !== at).map((id) => `${id} went back twice`)
}
