/** What a first visit still lacks, as cards of Home: the village, so that notices come from the right place, and the real name. */
import type { TodoCard } from '@xlb/shared/home/contract.ts'
import type { ResidentCtx } from '#platform/context.ts'
import { accountRows } from './data/accounts.ts'

const card = (
  key: string,
  icon: string,
  rank: number,
  route: string,
  words: { readonly title: string; readonly note: string; readonly action: string },
): TodoCard => ({
  key: `accounts:${key}`,
  icon,
  title: words.title,
  spoken: words.title,
  tag: { tone: 'booked', words: '可以先办', spoken: '可以先办' },
  amount: null,
  note: words.note,
  noteSpoken: words.note,
  action: { words: words.action, spoken: words.action, link: { route, params: {} } },
  rank,
})

const VILLAGE = card('village', 'pin', 60, 'accounts.village', {
  title: '选择您的村（社区）',
  note: '选了以后，村里的通知会发给您',
  action: '去选择',
})
const REAL_NAME = card('real-name', 'shield', 61, 'accounts.real-name', {
  title: '核对您的身份',
  note: '核对一次，就能看自家的账单和办家里的事',
  action: '去核对',
})

/** A person whose name is known has nothing left to do here and costs no command; for the others one. */
export async function accountCards(ctx: ResidentCtx): Promise<TodoCard[]> {
  if (ctx.resident.personId !== null) return []
  const account = await accountRows.findOne(ctx, { _id: ctx.resident.accountId }, { projection: { villageCode: 1 } })
  return (account?.villageCode ?? null) === null ? [VILLAGE, REAL_NAME] : [REAL_NAME]
}
