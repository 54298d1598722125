/** What the register holds of a resident: when they came and for what kind of matter, in no words of anybody. */
import { deskCaseKindWords, deskCaseOutcomeWords, deskCaseStateWords } from '@xlb/shared/desk/messages.zh-CN.ts'
import { dayOf } from '@xlb/shared/platform/day-words.ts'
import type { Erased, PersonalData, RetentionRule } from '#platform/capability.ts'
import type { Ctx } from '#platform/context.ts'
import { moveRecord } from '#platform/db/record.ts'
import { removeOldRecords, removeOldRows } from '#platform/retention/remove-old.ts'
import { deskCases, deskDays, type DeskCaseRow } from './data/desk-cases.ts'

async function casesOf(ctx: Ctx, personId: string): Promise<DeskCaseRow[]> {
  const owned = { $eq: personId, $type: 'string' } as const
  return await deskCases.find(ctx, { personId: owned }, { sort: { openedAt: -1, _id: -1 } })
}

/** The case stays as a number of the day's work; whose it was is forgotten. */
async function untie(ctx: Ctx, row: DeskCaseRow): Promise<boolean> {
  return (await moveRecord(ctx, deskCases, row, { set: { personId: null } }, { act: 'desk.untie' })) !== null
}

async function erase(ctx: Ctx, personId: string): Promise<readonly Erased[]> {
  const rows = await casesOf(ctx, personId)
  const open = rows.filter((row) => row.state === 'OPEN')
  let erased = 0
  for (const row of rows) if (row.state === 'CLOSED' && (await untie(ctx, row))) erased += 1
  const what = '窗口事项登记'
  const done: Erased[] = erased === 0 ? [] : [{ what, count: erased, outcome: 'erased', why: null, until: null }]
  if (open.length === 0) return done
  const until = dayOf(Math.max(...open.map((row) => Date.parse(row.closesAt))))
  return [...done, { what, count: open.length, outcome: 'kept', why: '事项还没有办结', until }]
}

export const deskPersonalData: PersonalData = {
  async exportOf(ctx, personId) {
    const rows = await casesOf(ctx, personId)
    return {
      deskCases: rows.map((row) => ({
        caseNo: row.caseNo,
        kind: deskCaseKindWords[row.kind],
        state: deskCaseStateWords[row.state].standard,
        outcome: row.outcome === null ? null : deskCaseOutcomeWords[row.outcome],
        openedAt: row.openedAt,
        closedAt: row.closedAt,
      })),
    }
  },
  erase,
}

export const deskRetention: readonly RetentionRule[] = [
  {
    record: 'deskCases',
    title: '窗口事项登记',
    keep: { years: 3 },
    source: '个人信息保护法第五十六条（处理情况记录至少保存三年）',
    by: 'job',
    remove: (ctx, before) =>
      removeOldRecords(ctx, deskCases, {
        filter: { closedAt: { $lt: before, $type: 'string' } },
        sort: { closedAt: 1 },
      }),
  },
  {
    record: 'deskDays',
    title: '窗口事项每日编号',
    keep: { days: 30 },
    source: '本系统规则：编号只在当天发放，不含个人信息',
    by: 'job',
    remove: (ctx, before) =>
      removeOldRows(ctx, deskDays, { filter: { day: { $lt: dayOf(Date.parse(before)) } }, sort: { day: 1 } }),
  },
]
