/** Promises about who gets in: people, counties, the provider's callbacks, repeated taps; and that every move is written down. */
import { BILLS, dropped, here, PAYMENTS, PLATFORM, type Kept, type Named } from './faults.ts'

const neighbour = here('a neighbour of the same county finds neither the bill nor the order, to look at or to pay')
const county = here('a county is never left out: no read without one, none across, and numbers are each county’s own')
const audited = here('every move of an order has its audit entry, in the same write, once in the chain')
const bytes = here('a signature counts for the bytes as they came: spaces and line ends are part of it')
const seconds = (at: number, status: number): Named =>
  here(`a callback of ${at} seconds from now is answered ${status}`)
const keyReused: Named = {
  file: 'hostile-keys',
  test: '35: a key sent again for another bill is refused, and nothing of either changes',
}

export const wallPromises: readonly Kept[] = [
  {
    promise: 'a tap repeated is the same tap',
    faults: [
      dropped('key', `${PLATFORM}/idempotency/store.ts`, 'actor: 1, endpoint: 1, key: 1', keyReused),
      {
        what: 'what was asked is not compared',
        file: `${PLATFORM}/idempotency/store.ts`,
        find: "if (!macMatches(keyring().keys().pendingKeys, input, first.bodyHash)) throw new AppError('idempotency-key-reused')",
        replace: '',
        red: keyReused,
      },
    ],
  },
  {
    promise: 'another’s bill and order are 404',
    faults: [
      {
        what: 'who pays the bill is not asked',
        file: `${BILLS}/acts/load-bill.ts`,
        find: "{ _id: billId, readers: ctx.resident.personId ?? '' }",
        replace: '{ _id: billId }',
        red: neighbour,
      },
      {
        what: 'who looks at the bill is not asked',
        file: `${BILLS}/acts/load-bill.ts`,
        find: '{ $match: { _id: billId, readers: reader } }',
        replace: '{ $match: { _id: billId } }',
        red: neighbour,
      },
      {
        what: 'who looks at the order is not asked',
        file: `${PAYMENTS}/acts/load-order.ts`,
        find: '{ _id: orderId, payerPersonId: personId }',
        replace: '{ _id: orderId }',
        red: neighbour,
      },
    ],
  },
  {
    promise: 'no county sees another',
    faults: [
      {
        what: 'the county is not in the filter',
        file: `${PLATFORM}/db/collection.ts`,
        find: 'return { tenant, ...filter }',
        replace: 'return { ...filter }',
        red: county,
      },
      {
        what: 'a read without a county is let through',
        file: `${PLATFORM}/db/collection.ts`,
        find: "if (typeof tenant !== 'string' || tenant === '') throw",
        replace: 'if (tenant === undefined) throw',
        red: county,
      },
      {
        what: 'a unique index without the county',
        file: `${PAYMENTS}/data/orders.ts`,
        find: "{ name: 'no', fields: { tenant: 1, no: 1 }, unique: true }",
        replace: "{ name: 'no', fields: { no: 1 }, unique: true }",
        red: county,
      },
    ],
  },
  {
    promise: 'every move has its audit entry, once',
    faults: [
      dropped('entry', `${PLATFORM}/audit/entries.ts`, 'entryId: 1', audited),
      dropped('seq', `${PLATFORM}/audit/entries.ts`, 'seq: 1', audited),
      {
        what: 'a move takes no entries along',
        file: `${PLATFORM}/db/record.ts`,
        find: '$push: { pending: { $each: entries } },',
        replace: '',
        red: audited,
      },
    ],
  },
  {
    promise: 'a callback’s signature is checked, on the raw bytes',
    faults: [
      {
        what: 'signature not checked',
        file: `${PAYMENTS}/providers/wechat-callback.ts`,
        find: 'if (!verifyMessage(merchant.platformPublicKeys, signed, nowMs))',
        replace: 'if (false)',
        red: {
          file: 'payments-callbacks',
          test: 'a callback (payments.payCallback) is refused with 401 when its signature is not WeChat Pay’s, and nothing is stored',
        },
      },
      {
        what: 'checked on the bytes written anew',
        file: `${PAYMENTS}/providers/wechat-callback.ts`,
        find: 'body: request.bytes,',
        replace: "body: JSON.stringify(jsonOf(request.bytes.toString('utf8'))),",
        red: bytes,
      },
    ],
  },
  {
    promise: 'a callback is fresh: 300 seconds',
    faults: [
      {
        what: 'age not checked',
        file: `${PLATFORM}/wechat/pay-signature.ts`,
        find: 'if (Math.abs(nowMs / 1000 - Number(message.timestamp)) > OLDEST_SECONDS) return false',
        replace: '',
        red: seconds(-301, 401),
      },
      {
        what: 'the future is let in',
        file: `${PLATFORM}/wechat/pay-signature.ts`,
        find: 'Math.abs(nowMs / 1000 - Number(message.timestamp))',
        replace: '(nowMs / 1000 - Number(message.timestamp))',
        red: seconds(301, 401),
      },
    ],
  },
]
