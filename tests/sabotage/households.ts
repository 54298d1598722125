/** Promises about an account's people: who belongs to it, who sees and pays what, who takes over, and what the next bill carries. */
import { among, BILLS, PAYMENTS, unguarded, type Kept } from './faults.ts'

const binding = among('bills-binding')
const owner = among('bills-accounts')
const payers = among('bills-payers')
const races = among('bills-races')
const meets = among('payments-meets')
const credits = among('bills-credits')
const life = among('bills-life')
const ASK = `${PAYMENTS}/acts/close-for-take-over.ts`
const fiveMisses = binding(
  'binding five misses a day are all, for a person and for a code, then 429 says when to come back',
)
const dueOnly = binding(
  'binding by code (small letters and spaces will do) and full name makes a payer, who sees what is due and nothing of how they live',
)
const removed = owner('the owner is obeyed also where a bill still lists the person: the account decides')
const left = life('whoever refused with one tap is left alone, and may change their mind')
const stopped = among('bills-pay')('a tap on pay is refused with 409 when the account was stopped')

export const householdPromises: readonly Kept[] = [
  {
    promise: 'a bill taken back from an order that was never written cannot be opened by it later',
    faults: [
      {
        what: 'an order that is not there counts as closed',
        file: ASK,
        find: '?? (await forestallOrder(ctx, orderId, purpose))',
        replace: "?? { state: 'CLOSED' }",
        red: races('cash lies on the desk: it is taken, and the tap that wakes opens nothing beside it'),
      },
      {
        what: 'the timetable lets go without ending the order',
        file: `${BILLS}/acts/keep-bills.ts`,
        find: "const { state } = await forestallOrder(ctx, bill.orderId, 'bills')",
        replace: "const state = 'CLOSED' as string",
        red: races('a minute passes: the bill is due again, the tap that wakes opens nothing, and another pays it'),
      },
      {
        what: 'the ended order says nothing',
        file: `${PAYMENTS}/acts/forestall-order.ts`,
        find: "events: [{ name: 'payments.released', data: moneyData({ ...row, version: 1 }) }],",
        replace: '',
        red: races('whoever freed it died before the bill was let go: the order’s own event lets it go'),
      },
    ],
  },
  {
    promise: 'a bill is taken over after fifteen minutes, and after asking',
    faults: [
      {
        what: 'the minutes are not awaited',
        file: `${BILLS}/acts/take-over.ts`,
        find: 'canTakeOver: ctx.clock.now() >= at,',
        replace: 'canTakeOver: true,',
        red: payers(
          'two payers before fifteen minutes nothing is taken over; after them the old order is closed at the provider first',
        ),
      },
      {
        what: 'the provider is not asked',
        file: ASK,
        find: 'const answer = await ctx.port(payProvider).query(order.mchid, order.no)',
        replace: 'const answer = { closed: true }',
        red: payers('two payers who had paid after all keeps it: the other is told that it is paid'),
      },
      {
        what: 'silence counts as unpaid',
        file: ASK,
        find: "if ('unknown' in answer) return false",
        replace: "if ('unknown' in answer) await endUnpaid(ctx, order)",
        red: payers('two payers while the provider is silent nothing is taken over'),
      },
    ],
  },
  {
    promise: 'two that meet over a refund or an order go by what stands',
    faults: [
      {
        what: 'a refund that somebody else ended is judged by what was read before',
        file: `${PAYMENTS}/acts/work-refund.ts`,
        find: 'if (moved !== null) await settleOrder(ctx, moved) else await settleAsItStands(ctx, refund, event, set)',
        replace: 'await settleOrder(ctx, moved ?? refund)\n  void settleAsItStands',
        red: meets(
          'a refund that another worker has ended, its order not yet moved: the money went back, and nobody calls it failed',
        ),
      },
      {
        what: 'a take-over gives up where the timetable asked as well',
        file: ASK,
        find: "if (order?.state === 'CLOSING') return 'wait'",
        replace: "if (order?.state !== 'CLOSED') return 'wait'",
        red: meets('a take-over in whose midst the timetable noted its own question asks once more, and has the bill'),
      },
    ],
  },
  {
    promise: 'misses of binding are counted: five a day for a person and for a code',
    faults: [
      {
        what: 'not for the person',
        file: `${BILLS}/acts/bind-account.ts`,
        find: 'const keys = [`person:${personId}`, `code:${wish.utility}:${code}`]',
        replace: 'const keys = [`code:${wish.utility}:${code}`]',
        red: fiveMisses,
      },
      {
        what: 'not for the code',
        file: `${BILLS}/acts/bind-account.ts`,
        find: 'const keys = [`person:${personId}`, `code:${wish.utility}:${code}`]',
        replace: 'const keys = [`person:${personId}`]',
        red: fiveMisses,
      },
      {
        what: 'counted when the company has answered',
        file: `${BILLS}/acts/bind-account.ts`,
        find: 'await takeTries(ctx, keys, day) const giveBack = async',
        replace: 'const giveBack = async',
        red: binding('binding thirty tries at once count five'),
      },
    ],
  },
  {
    promise: 'who only pays sees what is due and not how they live',
    faults: [
      {
        what: 'payers have a history',
        file: `${BILLS}/domain/people.ts`,
        find: "return roleToday(one, today) === 'payer' ? null : (one.viewFrom ?? '')",
        replace: "return one.viewFrom ?? ''",
        red: dueOnly,
      },
      {
        what: 'a bill is shown whole',
        file: `${BILLS}/present.ts`,
        find: "...(sees === 'all' ? howTheyLive(bill) : nothingOfTheirLife(bill)),",
        replace: '...nothingOfTheirLife(bill), ...howTheyLive(bill),',
        red: dueOnly,
      },
      {
        what: 'the owner’s name is shown',
        file: `${BILLS}/acts/read-accounts.ts`,
        find: 'ownerName: maskName(account.ownerName)',
        replace: 'ownerName: account.ownerName',
        red: dueOnly,
      },
      {
        what: 'who is paying is told by name',
        file: `${BILLS}/acts/take-over.ts`,
        find: 'name: isClose ? (payer?.maskedName ?? null) : null,',
        replace: 'name: payer?.maskedName ?? null,',
        red: payers('two payers the name of who is paying is told to the owner, not to a payer'),
      },
    ],
  },
  {
    promise: 'the owner removes everyone, and a grant ends',
    faults: [
      {
        what: 'a bill’s own list decides who looks',
        file: `${BILLS}/domain/people.ts`,
        find: 'if (one === undefined) return null',
        replace: "if (one === undefined) return 'due'",
        red: removed,
      },
      {
        what: 'a bill’s own list decides who pays',
        file: `${BILLS}/acts/pay-bills.ts`,
        find: 'const mine = account?.people.some((one) => one.personId === ctx.resident.personId) ?? false',
        replace: 'const mine = account !== null',
        red: removed,
      },
      {
        what: 'a grant does not end',
        file: `${BILLS}/domain/people.ts`,
        find: "return one.role === 'viewer' && one.until !== null && one.until < today ? 'payer' : one.role",
        replace: 'void today\n  return one.role',
        red: owner('the owner whose grant is over leaves a payer'),
      },
      {
        what: 'everyone removes everyone',
        file: `${BILLS}/acts/load-account.ts`,
        find: "if (roleToday(found.mine, dayOf(ctx.clock.now())) !== 'owner') throw new AppError('forbidden')",
        replace: '',
        red: owner('the owner a payer cannot end others’ ties, nor let anybody look'),
      },
      {
        what: 'a change of people compares no version',
        ...unguarded,
        red: owner('the owner of changes at once none is lost'),
      },
    ],
  },
  {
    promise: 'with a new owner, or without one, the household’s ties end',
    faults: [
      {
        what: 'the people of the old owner stay',
        file: `${BILLS}/acts/keep-account.ts`,
        find: '({ people: [], stale: true, ownerSince: dayOf(ctx.clock.now()).slice(0, 7) })',
        replace: '({ ownerSince: dayOf(ctx.clock.now()).slice(0, 7) })',
        red: owner(
          'a new owner’s name at the company begins anew: the people of the old one are out, and their bills stay theirs',
        ),
      },
      {
        what: 'what they have to their credit stays with the account',
        file: `${BILLS}/acts/leave-account.ts`,
        find: 'await payBack(ctx, account._id)',
        replace: '',
        red: credits('a later reading what an account has to its credit is due back when the owner moves out'),
      },
    ],
  },
  {
    promise: 'a stopped account is not paid',
    faults: [
      {
        what: 'its state is not judged',
        file: `${BILLS}/domain/pay-decision.ts`,
        find: "if (accountStopped) return { refuse: 'account-stopped' }",
        replace: '',
        red: stopped,
      },
      {
        what: 'its state is not asked',
        file: `${BILLS}/acts/pay-bills.ts`,
        find: "decidePayAll(wanted, personId, account.state === 'STOPPED')",
        replace: 'decidePayAll(wanted, personId, false)',
        red: stopped,
      },
    ],
  },
  {
    promise: 'whoever refused reminders gets none, and nobody by night',
    faults: [
      {
        what: 'the refusal is not read',
        file: `${BILLS}/acts/remind-due.ts`,
        find: 'if ((await reminderRows.findOne(ctx, { personId: one.personId, on: false })) !== null) continue',
        replace: '',
        red: left,
      },
      {
        what: 'nobody changes their mind',
        file: `${BILLS}/acts/remind-due.ts`,
        find: 'if (!inserted) await reminderRows.update(ctx, { personId }, { $set: { on, at: row.at } })',
        replace: 'void inserted',
        red: left,
      },
      {
        what: 'the night is like the day',
        file: `${BILLS}/acts/remind-due.ts`,
        find: 'if (isQuiet(ctx.clock.now())) return',
        replace: '',
        red: life('a bill is reminded of three days before, on the day, and twice after; once each and never by night'),
      },
    ],
  },
]
