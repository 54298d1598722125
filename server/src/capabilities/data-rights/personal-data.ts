/** What data-rights itself holds of a person: the answers to its documents, who looked, the request for deletion. All of it is proof and stays. */
import { alwaysKept } from '@xlb/shared/data-rights/messages.zh-CN.ts'
import { addDays, dayOf } from '@xlb/shared/platform/time.ts'
import type { Erased, PersonalData } from '#platform/capability.ts'
import type { Ctx } from '#platform/context.ts'
import { lookRows } from '#platform/looks/rows.ts'
import { consents } from './data/consents.ts'
import { officesOf } from './acts/name-offices.ts'
import { presentLook } from './present.ts'

const MOST_LOOKS = 2_000
export const LOOK_YEARS = 3

async function kept(ctx: Ctx, personId: string): Promise<readonly Erased[]> {
  const answers = await consents.find(ctx, { holder: personId }, { projection: { _id: 1 } })
  const looks = await lookRows.countUpTo(ctx, { personId }, MOST_LOOKS)
  const until = addDays(dayOf(ctx.clock.now()), LOOK_YEARS * 365 + 1)
  const all: Erased[] = [
    { ...alwaysKept.consents, count: answers.length, outcome: 'kept', until },
    { ...alwaysKept.looks, count: looks, outcome: 'kept', until },
  ]
  return all.filter(({ count }) => count > 0)
}

export const personalData: PersonalData = {
  async exportOf(ctx, personId) {
    const answers = await consents.find(ctx, { holder: personId })
    const looks = await lookRows.find(ctx, { personId }, { sort: { at: -1, _id: -1 }, limit: MOST_LOOKS })
    const officeOf = await officesOf(ctx, looks)
    return {
      consents: answers.map(({ purpose, state, answers: given }) => ({
        purpose,
        state,
        answers: given.map(({ document, at, answer }) => ({ document, at, answer })),
      })),
      looks: looks.map((row) => presentLook(row, officeOf, ctx.clock.now())),
    }
  },
  erase: kept,
  foretell: kept,
}
