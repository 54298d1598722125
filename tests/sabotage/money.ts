/** Promises about money: taken once, posted once, receipted once, back once. */
import { BILLS, dropped, here, PAYMENTS, unguarded, type Kept, type Named } from './faults.ts'

const taken = here(
  'a payment is taken once: told twice at the same moment it is one move, and a number of the provider pays for one order only',
)
const receipt = here(
  'a receipt is written once: after a crash the first one is found again, and a second row is refused',
)
const posted = here('a payment is posted once: a second worker waits until the first one has its answer')
const refund = here(
  'a refund is made once: after a crash it is the same one, under the number that follows from the order’s, and a second row is refused',
)
const asked = here(
  'nothing is closed unasked: an order found paid at its end is paid, and an unanswered question closes nothing',
)
const booked = here('an event is booked once, however often it is delivered')
const truth = (what: string): Named => ({
  file: 'payments-callbacks',
  test: `the truth table ${what}: answered 200, held in suspense, no service, the bill due again`,
})
export const moneyPromises: readonly Kept[] = [
  {
    promise: 'one live order a bill',
    faults: [
      dropped(
        'live',
        `${PAYMENTS}/data/orders.ts`,
        'liveKeys: 1',
        here('one live order a bill: a second one is refused also where the bill itself was got round'),
      ),
      {
        what: 'taking the bill compares no version',
        ...unguarded,
        red: {
          file: 'bills-pay',
          test: 'taps at once thirty taps with keys of their own give one order, here and at the provider',
        },
      },
    ],
  },
  {
    promise: 'a payment is taken once',
    faults: [
      dropped(
        'transaction',
        `${PAYMENTS}/data/orders.ts`,
        'transactionId: 1',
        taken,
        ", partial: { transactionId: { $type: 'string' } }",
      ),
      { what: 'the move compares no version', ...unguarded, red: taken },
    ],
  },
  {
    promise: 'a callback is processed once',
    faults: [
      dropped(
        'event',
        `${PAYMENTS}/data/provider-events.ts`,
        'mchid: 1, eventId: 1',
        here('a callback is stored once and worked once'),
      ),
      {
        what: 'a known event is an error',
        file: `${PAYMENTS}/acts/store-callback.ts`,
        find: 'if (!isDuplicateKey(error)) throw error',
        replace: 'throw error',
        red: here('a callback is stored once and worked once'),
      },
    ],
  },
  {
    promise: 'the amount must match, and the price is the server’s',
    faults: [
      {
        what: 'amount not compared',
        file: `${PAYMENTS}/domain/judge-payment.ts`,
        find: "if (paid.amount !== order.amount) return 'amount-differs'",
        replace: '',
        red: truth('one fen less'),
      },
      {
        what: 'currency not compared',
        file: `${PAYMENTS}/domain/judge-payment.ts`,
        find: "if (paid.currency !== 'CNY') return 'currency-differs'",
        replace: '',
        red: truth('another currency'),
      },
      {
        what: 'merchant not compared',
        file: `${PAYMENTS}/domain/judge-payment.ts`,
        find: 'if (paid.mchid !== order.mchid || paid.appid !== order.appid)',
        replace: 'if (paid.appid !== order.appid)',
        red: truth('another merchant'),
      },
      {
        what: 'a price from the client is let in',
        file: 'shared/src/bills/contract.ts',
        find: 'body: z.strictObject({}),',
        replace: 'body: z.looseObject({}),',
        red: { file: 'bills-pay', test: 'a tap on pay is refused with 400 when it names a price, whatever the price' },
      },
    ],
  },
  {
    promise: 'never closed before asking',
    faults: [
      {
        what: 'the question is not asked',
        file: `${PAYMENTS}/acts/ask-provider.ts`,
        find: 'const answer = await ctx.port(payProvider).query(order.mchid, order.no)',
        replace: 'const answer = { closed: true }',
        red: asked,
      },
      {
        what: 'no answer counts as “unpaid”',
        file: `${PAYMENTS}/acts/ask-provider.ts`,
        find: "if (over && !('unknown' in answer))",
        replace: 'if (over)',
        red: asked,
      },
    ],
  },
  {
    promise: 'one receipt a payment',
    faults: [
      dropped('order', `${PAYMENTS}/data/receipts.ts`, 'orderId: 1', receipt),
      {
        what: 'a repeat does not look for the first',
        file: `${PAYMENTS}/acts/write-receipt.ts`,
        find: 'receipts.insertOrGet(ctx, { orderId: order._id }, receiptOf(ctx, order))',
        replace: 'receipts.insert(ctx, receiptOf(ctx, order)).then((row) => ({ row }))',
        red: receipt,
      },
    ],
  },
  {
    promise: 'posted once; a lost answer is asked for by number',
    faults: [
      {
        what: 'two posters at a time',
        file: `${PAYMENTS}/acts/drive-order.ts`,
        find: "'claimed', { set: { nextStepAt: ctx.clock.now() + POST_LEASE_MS, liveKeys",
        replace: "'claimed', { set: { nextStepAt: ctx.clock.now(), liveKeys",
        red: posted,
      },
      {
        what: 'a number of its own for each try',
        file: `${BILLS}/acts/post-bills.ts`,
        find: 'const postingNo = postingNumber(order.no,',
        replace: 'const postingNo = postingNumber(`${order.no}-${String(order.posts)}`,',
        red: posted,
      },
      {
        what: 'a lost answer is not asked for',
        file: `${BILLS}/providers/water.ts`,
        find: 'if (error instanceof WorldError) return await askedFor(http, postingNo)',
        replace: "if (error instanceof WorldError) return { retry: 'unreachable' }",
        red: {
          file: 'scenarios',
          test: '7: the utility’s system is down for six hours its answer is lost although it has posted: asked by our number, not posted a second time',
        },
      },
    ],
  },
  {
    promise: 'refunded once, under one number',
    faults: [
      dropped('number', `${PAYMENTS}/data/refunds.ts`, 'refundNo: 1', refund),
      {
        what: 'a number of its own for each try',
        file: `${PAYMENTS}/domain/numbers.ts`,
        find: 'return `R${orderNo}`',
        replace: 'return `R${orderNo}${Math.random().toString().slice(2, 8)}`',
        red: refund,
      },
    ],
  },
  {
    promise: 'an event is booked once',
    faults: [
      dropped('source', `${PAYMENTS}/data/ledger.ts`, 'source: 1', booked),
      {
        what: 'a source of its own for each delivery',
        file: `${PAYMENTS}/acts/book-entry.ts`,
        find: 'const source = `${name}:${event.recordId}`',
        replace: "const source = `${name}:${newId('evt')}`",
        red: booked,
      },
    ],
  },
]
