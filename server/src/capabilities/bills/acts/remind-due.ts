/**
 * Reminders of bills that fall due, to everybody who pays for the account, into the inbox, and to WeChat where their phone allowed one more; each once (its
 * source is unique). Whoever refused with one tap is left alone.
 */
import { utilityWords } from '@xlb/shared/bills/messages.zh-CN.ts'
import { dayOf } from '@xlb/shared/platform/day-words.ts'
import { formatYuan } from '@xlb/shared/platform/money.ts'
import type { Ctx } from '#platform/context.ts'
import { newId } from '#platform/ids.ts'
import { isQuiet, postMessage, pushMessage } from '../../messages/index.ts'
import { bills, type BillRow } from '../data/bills.ts'
import { reminderRows } from '../data/reminders.ts'
import { utilityAccounts } from '../data/utility-accounts.ts'
import { sees } from '../domain/people.ts'
import { dueAmount } from '../domain/price.ts'
import { dueDaysOf, reminderSteps, type ReminderStep } from '../domain/reminder-days.ts'

const BATCH = 200

export async function remindDue(ctx: Ctx): Promise<void> {
  if (isQuiet(ctx.clock.now())) return
  const today = dayOf(ctx.clock.now())
  for (const { step, daysAfterDue } of reminderSteps) {
    const { from, to } = dueDaysOf(today, daysAfterDue)
    for (const state of ['ISSUED', 'OVERDUE'] as const) await remindOf(ctx, { state, from, to }, step)
  }
}

async function remindOf(
  ctx: Ctx,
  { state, from, to }: { state: 'ISSUED' | 'OVERDUE'; from: string; to: string },
  step: ReminderStep,
): Promise<void> {
  for (const dueOn of [from, to]) {
    let after = ''
    for (;;) {
      const options = { sort: { _id: 1 }, limit: BATCH } as const
      const due = await bills.find(ctx, { state, dueOn, _id: { $gt: after } }, options)
      for (const bill of due) if (dueAmount(bill) > 0) await remindPeople(ctx, bill, step)
      const last = due.at(-1)
      if (last === undefined || due.length < BATCH) break
      after = last._id
    }
  }
}

async function remindPeople(ctx: Ctx, bill: BillRow, step: ReminderStep): Promise<void> {
  const today = dayOf(ctx.clock.now())
  const account = await utilityAccounts.findOne(ctx, { _id: bill.utilityAccountId }, { projection: { people: 1 } })
  for (const one of account?.people ?? []) {
    if (sees(one, bill, today) === null) continue
    if ((await reminderRows.findOne(ctx, { personId: one.personId, on: false })) !== null) continue
    const letter = letterOf(bill, step)
    await postMessage(ctx, { personId: one.personId, ...letter })
    const { source, link } = letter
    await pushMessage(ctx, { personId: one.personId, topic: 'bill-due', source, link, values: pushOf(bill) })
  }
}

const OPENINGS: Readonly<Record<ReminderStep, (dueOn: string) => string>> = {
  before: (dueOn) => `${dueOn} 前缴，没有违约金。`,
  due: () => '今天是最后一天，今天缴没有违约金。',
  week: (dueOn) => `${dueOn} 已到期一周，请尽快缴费。`,
  'two-weeks': (dueOn) => `${dueOn} 已到期两周。有困难请打收费单位的电话商量。`,
}

/** In the words of the template 缴费提醒, and within WeChat's rules for each. */
function pushOf(bill: BillRow) {
  const [year = '', month = '', day = ''] = bill.dueOn.split('-')
  return [
    { label: '缴费项目', value: `${utilityWords[bill.utility].bill} ${bill.period} 期` },
    { label: '待缴金额', value: `￥${(dueAmount(bill) / 100).toFixed(2)}` },
    { label: '截止日期', value: `${year}年${String(Number(month))}月${String(Number(day))}日` },
    { label: '温馨提示', value: '点开看账单，也可以关掉提醒' },
  ]
}

function letterOf(bill: BillRow, step: ReminderStep) {
  const { bill: what } = utilityWords[bill.utility]
  return {
    kind: 'bill' as const,
    title: `${what} ${bill.period} 期还没有交`,
    body: `户名 ${bill.ownerName}，${formatYuan(dueAmount(bill))} 元。${OPENINGS[step](bill.dueOn)}不想收到提醒，可以在账单页关掉。`,
    from: bill.office,
    link: { route: 'bills.detail', params: { billId: bill._id } },
    source: `bills.reminder:${bill._id}:${step}`,
  }
}

export async function setReminders(ctx: Ctx, personId: string, on: boolean): Promise<void> {
  const row = { _id: newId('pnd'), tenant: ctx.tenant, personId, on, at: ctx.clock.instant() }
  const { inserted } = await reminderRows.insertOrGet(ctx, { personId }, row)
  if (!inserted) await reminderRows.update(ctx, { personId }, { $set: { on, at: row.at } })
}
