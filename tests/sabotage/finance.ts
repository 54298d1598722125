/** Promises about the county's books: suspense, refunds, tills, statements, merchants, and what is posted at the companies. */
import { among, BILLS, PAYMENTS, type Kept } from './faults.ts'

const finance = among('payments-finance')
const payers = among('bills-payers')
const match = among('payments-match')
const LINES = `${PAYMENTS}/domain/ledger-lines.ts`
const MATCH = `${PAYMENTS}/domain/match-day.ts`
const suspense = finance('money in suspense has a difference of its own from the moment it is there until it went back')
const words = match(
  'a difference is taken by an officer and resolved by two; money in suspense is never ended by words',
)
const part = finance(
  'a refund by staff of a part goes back after a second officer agreed; the rest stays, and the ledger balances',
)
const believed = finance(
  'a refund by staff is refused when the caller believes that more or less is left, or asks for more',
)
const till = payers('cash at the desk lies in the till, and at no provider, until it is handed in')
const named = (fault: string) =>
  match(`the daily match names what the statement or the file of the day got wrong: ${fault}`)
const spoilt = match(
  'the daily match waits for a statement that is not ready, and refuses a spoilt one with an alarm until the right one comes',
)
const unbalanced = among('verify')('MongoDB itself refuses an entry whose lines do not sum to 0')

export const financePromises: readonly Kept[] = [
  {
    promise: 'money without a place is booked as suspense, owned, and not ended by words',
    faults: [
      {
        what: 'nobody owns it',
        file: `${PAYMENTS}/acts/own-suspense.ts`,
        find: "else if (order.state !== 'REFUNDED') await hold(ctx, name, order)",
        replace: 'else void hold',
        red: suspense,
      },
      {
        what: 'it is not booked',
        file: LINES,
        find: "'payments.misfit': linesMisfit,",
        replace: '',
        red: suspense,
      },
      {
        what: 'words end it',
        file: `${PAYMENTS}/acts/resolve-difference.ts`,
        find: "if (row.kind === 'suspense') throw new AppError('difference-holds-money')",
        replace: '',
        red: suspense,
      },
      {
        what: 'its difference stays when it went back',
        file: `${PAYMENTS}/acts/own-suspense.ts`,
        find: "else if (name === 'payments.refunded') await settleAll(ctx, order._id)",
        replace: "else if (name === 'payments.refunded') void settleAll",
        red: suspense,
      },
      {
        what: 'one officer resolves a difference',
        file: 'server/src/platform/approvals/decide.ts',
        find: "if (isProposer(ctx, row)) return 'second-person-needed'",
        replace: '',
        red: words,
      },
    ],
  },
  {
    promise: 'never back more than was paid, and by two officers',
    faults: [
      {
        what: 'what is left is not asked when it was agreed',
        file: `${PAYMENTS}/acts/propose-refund.ts`,
        find: "const left = leftOf(order) if (amount > left) throw new AppError('refund-above-left', { left })",
        replace: '',
        red: finance(
          'a refund by staff never exceeds what was paid, although two proposals of nearly all of it were agreed to',
        ),
      },
      {
        what: 'what is left is not asked when it is proposed',
        file: `${PAYMENTS}/acts/propose-refund.ts`,
        find: "if (amount < 1 || amount > left) throw new AppError('refund-above-left', { left })",
        replace: '',
        red: believed,
      },
      {
        what: 'what the caller believes is not compared',
        file: `${PAYMENTS}/acts/propose-refund.ts`,
        find: "if (left !== leftAsSeen) throw new AppError('refund-left-changed', { left })",
        replace: 'void leftAsSeen',
        red: believed,
      },
      {
        what: 'it goes back when it is proposed',
        file: `${PAYMENTS}/acts/propose-refund.ts`,
        find: "const row = await propose(ctx, 'payments.refund', {",
        replace: `await returnPart(ctx, order, { no: \`RP\${order._id.slice(4)}\`, amount, reason })
  const row = await propose(ctx, 'payments.refund', {`,
        red: part,
      },
      {
        what: 'the proposer agrees',
        file: 'server/src/platform/approvals/decide.ts',
        find: "if (isProposer(ctx, row)) return 'second-person-needed'",
        replace: '',
        red: part,
      },
    ],
  },
  {
    promise: 'cash enters the same ledger, into its till',
    faults: [
      {
        what: 'it is not booked',
        file: `${PAYMENTS}/acts/open-cash-order.ts`,
        find: "events: [{ name: 'payments.paid', data: money }],",
        replace: 'events: [], ...{ money },',
        red: till,
      },
      {
        what: 'it lies at a provider',
        file: LINES,
        find: "(one.till === '' ? `provider:${one.mchid}` : `cash:${one.till}`)",
        replace: '`provider:${one.mchid}`',
        red: till,
      },
      {
        what: 'what is handed in stays in the till',
        file: `${PAYMENTS}/acts/cash-desk.ts`,
        find: 'if (counted !== 0) await bookHandIn(ctx, row)',
        replace: 'void bookHandIn',
        red: till,
      },
      {
        what: 'too little is enough',
        file: `${BILLS}/acts/pay-cash.ts`,
        find: 'if (tender.tendered < price)',
        replace: 'if (tender.tendered < 0 && price > 0)',
        red: payers('cash at the desk too little cash, or a later bill first, takes nothing'),
      },
    ],
  },
  {
    promise: 'the daily match names each difference by its kind',
    faults: [
      {
        what: 'what the provider lacks',
        file: MATCH,
        find: "return [{ kind: one.kind === 'payment' ? 'provider-missing' : 'refund-missing', ...common, theirs: null }]",
        replace: 'return []',
        red: named('pay.bill.missing-row'),
      },
      {
        what: 'what the provider has beside us',
        file: MATCH,
        find: '.filter((row) => row.day === day && !ours.has(key(row.kind, refOf(row))))',
        replace: '.filter((row) => row.day === day && ours.size < 0)',
        red: named('pay.bill.extra-row'),
      },
      {
        what: 'the provider’s amounts',
        file: MATCH,
        find: 'if (row.amount === one.amount) return []',
        replace: 'if (row.amount > 0) return []',
        red: named('pay.bill.other-amount'),
      },
      {
        what: 'what the utility lacks',
        file: MATCH,
        find: "if (other === undefined) return [{ kind: 'utility-missing', ...common, theirs: null }]",
        replace: 'if (other === undefined) return []',
        red: named('utility.statement.missing-row'),
      },
      {
        what: 'what the utility has beside us',
        file: MATCH,
        find: 'return [...fromOurs, ...extra]',
        replace: 'return fromOurs.concat(extra.slice(extra.length))',
        red: named('utility.statement.extra-row'),
      },
      {
        what: 'the utility’s amounts',
        file: MATCH,
        find: 'return other.amount === one.amount ? [] :',
        replace: 'return other.amount > 0 ? [] :',
        red: named('utility.statement.other-amount'),
      },
      {
        what: 'what was mended stays open',
        file: `${PAYMENTS}/acts/match-day.ts`,
        find: "await endDifference(ctx, row, 'vanish', 'vanished')",
        replace: 'void endDifference',
        red: match(
          'the daily match finds the same difference again, and no second one; it ends by itself when the file is mended',
        ),
      },
    ],
  },
  {
    promise: 'a statement counts with the right digest and sums, and when it is there',
    faults: [
      {
        what: 'its digest is not compared',
        file: `${PAYMENTS}/providers/wechat-pay.ts`,
        find: "return createHash('sha1').update(text, 'utf8').digest('hex') === asked.sha1 ? { text } : 'spoilt'",
        replace: 'void createHash\n      return { text }',
        red: spoilt,
      },
      {
        what: 'a spoilt one is a day without payments',
        file: `${PAYMENTS}/acts/fetch-statement.ts`,
        find: "if (answer === 'none') return await note(ctx, row, { state: 'none', fetchedAt: ctx.clock.instant() })",
        replace:
          "if (answer === 'none' || answer === 'spoilt') return await note(ctx, row, { state: 'none', fetchedAt: ctx.clock.instant() })",
        red: spoilt,
      },
      {
        what: 'one that is not ready is a day without payments',
        file: `${PAYMENTS}/acts/fetch-statement.ts`,
        find: "if (answer === 'later') return await note(ctx, row, { nextTryAt: ctx.clock.now() + AGAIN_MS, tries: row.tries + 1 })",
        replace:
          "if (answer === 'later') return await note(ctx, row, { state: 'none', fetchedAt: ctx.clock.instant() })",
        red: spoilt,
      },
    ],
  },
  {
    promise: 'an entry’s lines sum to 0',
    faults: [
      {
        what: 'their sum is not asked',
        file: `${PAYMENTS}/data/ledger.ts`,
        find: "{ $eq: [{ $sum: '$lines.amount' }, 0] },",
        replace: '',
        red: unbalanced,
      },
      {
        what: 'an entry may be empty',
        file: `${PAYMENTS}/data/ledger.ts`,
        find: ", { $gte: [{ $size: '$lines' }, 2] }",
        replace: '',
        red: unbalanced,
      },
    ],
  },
]
