/** Promises about what is owed: the oldest first, a surplus used once, a later reading that never makes a new debt. */
import { among, BILLS, type Kept } from './faults.ts'

const payers = among('bills-payers')
const credits = among('bills-credits')
const CREDITS = `${BILLS}/acts/apply-credits.ts`
const held = credits(
  'an advance is held when the order is credited, and pays the next bill: what it does not cover is asked for',
)
const usedOnce = credits(
  'an advance of 200000 that a bill took before the process died is used once, and its rest held once',
)

export const creditPromises: readonly Kept[] = [
  {
    promise: 'the oldest bill first',
    faults: [
      {
        what: 'older ones are not looked for',
        file: `${BILLS}/domain/pay-decision.ts`,
        find: '!ids.has(id) && period < newest)',
        replace: "!ids.has(id) && period < '' && newest !== '')",
        red: among('bills-orders')(
          'paying several bills is refused with 409 when an older one is passed over: both are offered, in both ways to pay',
        ),
      },
      {
        what: 'not at the desk',
        file: `${BILLS}/acts/pay-cash.ts`,
        find: 'refuseToPassOver(wanted, account)',
        replace: 'void refuseToPassOver',
        red: payers('cash at the desk too little cash, or a later bill first, takes nothing'),
      },
    ],
  },
  {
    promise: 'a surplus is an advance, and used once',
    faults: [
      {
        what: 'it is not held',
        file: `${BILLS}/acts/follow-order.ts`,
        find: 'if (advance !== undefined && bill !== undefined) await holdAdvance(ctx, order, advance, bill.utilityAccountId)',
        replace: 'void [advance, bill, holdAdvance]',
        red: held,
      },
      {
        what: 'what a bill used stays held',
        file: CREDITS,
        find: "await moveAdvance(ctx, row, 'apply', bill._id)",
        replace: '',
        red: held,
      },
      {
        what: 'a bill does not know what it carries',
        file: CREDITS,
        find: 'if (carried.some((one) => one.id === id)) return true',
        replace: '',
        red: usedOnce,
      },
      {
        what: 'unique index from dropped: the rest is held twice',
        file: `${BILLS}/data/credits.ts`,
        find: "{ name: 'from', fields: { tenant: 1, from: 1 }, unique: true,",
        replace: "{ name: 'from', fields: { tenant: 1, from: 1 },",
        red: usedOnce,
      },
    ],
  },
  {
    promise: 'a later reading replaces what is unpaid and adjusts what is paid, never a new debt',
    faults: [
      {
        what: 'an unpaid one stays',
        file: `${BILLS}/domain/judge-arrival.ts`,
        find: "if (open) return 'supersede'",
        replace: "if (open) return 'known'",
        red: among('bills')(
          'what the utility tells again a new reading replaces an unpaid bill, and the old one stays as replaced',
        ),
      },
      {
        what: 'one that is being paid is forgotten',
        file: `${BILLS}/domain/judge-arrival.ts`,
        find: "return state === 'RECEIVED' && !paid ? 'adjust' : 'hold'",
        replace: "return state === 'RECEIVED' && !paid ? 'adjust' : 'known'",
        red: among('bills')(
          'what the utility tells again a new reading waits while the bill is being paid, and comes when the order has ended unpaid',
        ),
      },
      {
        what: 'a paid one is asked for again',
        file: `${BILLS}/acts/take-arrival.ts`,
        find: "if (decision === 'adjust') return (await adjustBill(ctx, standing, bill)) ? 'placed' : await hold(ctx, company, bill)",
        replace: `if (decision === 'adjust') {
    await bills.update(ctx, { _id: standing._id }, { $set: { current: false } })
    return await insertBill(ctx, company, bill, null)
  }`,
        red: credits(
          'a later reading of a credited bill that says more makes an adjustment, and the next bill carries it',
        ),
      },
      {
        what: 'unique index bill dropped: adjusted twice',
        file: `${BILLS}/data/credits.ts`,
        find: "{ name: 'bill', fields: { tenant: 1, billId: 1, revision: 1 }, unique: true }",
        replace: "{ name: 'bill', fields: { tenant: 1, billId: 1, revision: 1 } }",
        red: credits('a later reading that is told twice while the process dies makes one adjustment'),
      },
    ],
  },
]
