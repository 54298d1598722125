/** What bills hand to Home: what is due on one's own accounts and on those one pays for, and what was paid last. One command each. */
import { billStateWords, utilityWords } from '@xlb/shared/bills/messages.zh-CN.ts'
import type { Frequent, TodoCard } from '@xlb/shared/home/contract.ts'
import { dayOf, speakDay, speakPeriod } from '@xlb/shared/platform/day-words.ts'
import { fen, formatYuan, speakYuan } from '@xlb/shared/platform/money.ts'
import type { ResidentCtx } from '#platform/context.ts'
import { findJoined, seenBy, type SeenBill } from './acts/load-bill.ts'
import type { BillRow } from './data/bills.ts'
import { dueAmount } from './domain/price.ts'

const MOST_CARDS = 3
/** More than these are summed up without being looked at. */
const MOST_DUE = 60

const TONES = {
  ISSUED: 'due',
  OVERDUE: 'overdue',
  PAYING: 'confirming',
  RECEIVED: 'paid',
  CREDITED: 'paid',
  SUPERSEDED: 'paid',
} as const
const RANKS = { OVERDUE: 10, PAYING: 15, ISSUED: 20, RECEIVED: 40, CREDITED: 90, SUPERSEDED: 90 } as const
const SUM_RANK = 25

export async function billCards(ctx: ResidentCtx): Promise<TodoCard[]> {
  const { personId } = ctx.resident
  if (personId === null) return []
  const options = { sort: { period: -1, _id: -1 }, limit: MOST_DUE } as const
  const due = seenBy(ctx, personId, await findJoined(ctx, { readers: personId, shelf: 'due' }, options))
  const urgent = [...due].sort(byUrgency)
  const today = dayOf(ctx.clock.now())
  const cards = urgent.slice(0, MOST_CARDS).map((one) => cardOf(one, personId, today))
  const rest = urgent.slice(MOST_CARDS)
  return rest.length === 0 ? cards : [...cards, sumCard(rest.map(({ bill }) => bill))]
}

/** What is late first, then what falls due soonest. */
function byUrgency({ bill: one }: SeenBill, { bill: other }: SeenBill): number {
  return RANKS[one.state] - RANKS[other.state] || (one.dueOn < other.dueOn ? -1 : 1)
}

/** Whose bill it is stands beside it where it is not one's own. */
function whoseOf({ bill, people }: SeenBill, personId: string): string {
  const mine = people.find((one) => one.personId === personId)
  return mine?.role === 'owner' ? '' : `${bill.ownerName} `
}

function cardOf(seen: SeenBill, personId: string, today: string): TodoCard {
  const { bill, stopped } = seen
  const words = utilityWords[bill.utility]
  const state = billStateWords[bill.state]
  const open = bill.state === 'ISSUED' || bill.state === 'OVERDUE'
  const whose = whoseOf(seen, personId)
  return {
    key: `bills:${bill._id}`,
    icon: bill.utility,
    title: `${whose}${words.bill} ${bill.period} 期`,
    spoken: `${whose}${speakPeriod(bill.period)}的${words.spoken}${state.elder}`,
    tag: { tone: TONES[bill.state], words: state.standard, spoken: state.elder },
    amount: fen(dueAmount(bill)),
    ...noteOf(bill, today),
    action: {
      words: open ? (stopped ? '看账单' : '去缴费') : '看进度',
      spoken: open ? `${stopped ? '看' : '去交'}${words.spoken}` : '看办到哪了',
      link: { route: 'bills.detail', params: { billId: bill._id } },
    },
    rank: RANKS[bill.state],
  }
}

function sumCard(rest: readonly BillRow[]): TodoCard {
  const sum = rest.reduce((total, bill) => total + dueAmount(bill), 0)
  const words = `还有 ${String(rest.length)} 张账单`
  return {
    ...{ key: 'bills:more', icon: 'receipt', title: words, spoken: `${words}，一共 ${speakYuan(sum)}` },
    tag: { tone: 'due', words: billStateWords.ISSUED.standard, spoken: billStateWords.ISSUED.elder },
    ...{ amount: fen(sum), note: '自家和帮亲友缴的账单', noteSpoken: '自家的和帮别人交的。', rank: SUM_RANK },
    action: { words: '看全部', spoken: '看全部账单', link: { route: 'bills.list', params: {} } },
  }
}

function noteOf(bill: BillRow, today: string): { note: string; noteSpoken: string } {
  if (bill.state === 'RECEIVED') return { note: `${bill.office}正在入账`, noteSpoken: '钱收到了，正在入账。' }
  if (bill.state === 'PAYING') return { note: '正在向微信支付确认', noteSpoken: '正在和微信确认，不会多扣钱。' }
  if (bill.dueOn < today) return { note: `${bill.dueOn} 已到期`, noteSpoken: `${speakDay(bill.dueOn)}就该交了。` }
  return { note: `${bill.dueOn} 前缴，没有违约金`, noteSpoken: `${speakDay(bill.dueOn)}前交，不收违约金。` }
}

export async function frequentBills(ctx: ResidentCtx): Promise<Frequent[]> {
  const { personId } = ctx.resident
  if (personId === null) return []
  const options = { sort: { period: -1, _id: -1 }, limit: 1 } as const
  const [last] = seenBy(ctx, personId, await findJoined(ctx, { readers: personId, shelf: 'done' }, options))
  if (last === undefined) return []
  const { bill } = last
  const words = utilityWords[bill.utility]
  return [
    {
      key: `bills:${bill.utility}`,
      icon: bill.utility,
      title: `交${words.bill}`,
      note: `上次 ${formatYuan(bill.amount)} 元`,
      link: { route: 'bills.list', params: {} },
    },
  ]
}
