/** The bills that a person may see: handed out as they read them on the page. At deletion the person's tie to the account goes, the bills stay. */
import type { Erased, PersonalData } from '#platform/capability.ts'
import type { Ctx } from '#platform/context.ts'
import { changePeople, without } from './acts/change-people.ts'
import { findJoined, seenBy, type SeenBill } from './acts/load-bill.ts'
import { reminderRows } from './data/reminders.ts'
import { utilityAccounts } from './data/utility-accounts.ts'

const WHY = '账单是收费单位的收费依据，按《会计档案管理办法》（财政部、国家档案局令第 79 号）与凭证一起保存'
const MOST = 5_000
const SHELVES = ['due', 'done', 'gone'] as const

async function billsOf(ctx: Ctx, personId: string): Promise<SeenBill[]> {
  const found: SeenBill[] = []
  for (const shelf of SHELVES) {
    const options = { sort: { period: -1, _id: -1 }, limit: MOST } as const
    found.push(...seenBy(ctx, personId, await findJoined(ctx, { readers: personId, shelf }, options)))
  }
  return found
}

const accountsOf = (ctx: Ctx, personId: string) => utilityAccounts.find(ctx, { 'people.personId': personId })

async function told(ctx: Ctx, personId: string, tied: number): Promise<readonly Erased[]> {
  const standing = (await billsOf(ctx, personId)).length
  const all: Erased[] = [
    { what: '绑定的缴费户号', count: tied, outcome: 'erased', why: null, until: null },
    { what: '缴费账单', count: standing, outcome: 'kept', why: WHY, until: null },
  ]
  return all.filter(({ count }) => count > 0)
}

export const personalData: PersonalData = {
  async exportOf(ctx, personId) {
    const [own, tied] = [await billsOf(ctx, personId), await accountsOf(ctx, personId)]
    return {
      accounts: tied.flatMap(({ utility, code, state: status, people }) =>
        people
          .filter((one) => one.personId === personId)
          .map(({ role, since }) => ({ utility, code, status, role, since })),
      ),
      bills: own.map(({ bill, sees }) => {
        const { utility, billNo, period, state, amount: amountFen, ownerName, issuedOn, dueOn, maskedCode } = bill
        // Whoever only pays for somebody is told what was due, not how much was used.
        const usage = sees === 'all' ? bill.usage : null
        return { utility, billNo, period, state, amountFen, usage, account: maskedCode, ownerName, issuedOn, dueOn }
      }),
      reminders: (await reminderRows.findOne(ctx, { personId }))?.on ?? true,
    }
  },
  async erase(ctx, personId) {
    const tied = await accountsOf(ctx, personId)
    for (const account of tied) await changePeople(ctx, account, 'erased', (people) => without(people, personId))
    await reminderRows.removeOne(ctx, { personId })
    return await told(ctx, personId, tied.length)
  },
  async foretell(ctx, personId) {
    return await told(ctx, personId, (await accountsOf(ctx, personId)).length)
  },
}
