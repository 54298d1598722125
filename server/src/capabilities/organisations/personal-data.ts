/**
 * In which classes a person is and was. At deletion the present place ends; what remains names the person by an id behind which nothing stands any more,
 * and goes on counting how many children a class had.
 */
import { dayOf } from '@xlb/shared/platform/time.ts'
import { memberTable } from '@xlb/shared/organisations/states.ts'
import { nextState } from '@xlb/shared/platform/states.ts'
import type { Erased, PersonalData } from '#platform/capability.ts'
import type { Ctx } from '#platform/context.ts'
import { moveRecord } from '#platform/db/record.ts'
import { unitsOf } from './acts/read-places.ts'
import { classMembers } from './data/class-members.ts'
import { nameOn } from './present.ts'

const MOST = 100

const told = (count: number): readonly Erased[] =>
  count === 0 ? [] : [{ what: '所在班级', count, outcome: 'erased', why: null, until: null }]

const placesOf = async (ctx: Ctx, personId: string) =>
  await classMembers.find(ctx, { personId }, { hint: 'person', sort: { since: -1 }, limit: MOST })

export const personalData: PersonalData = {
  async exportOf(ctx, personId) {
    const units = await unitsOf(ctx)
    const day = dayOf(ctx.clock.now())
    const nameOf = (code: string): string => {
      const unit = units.get(code)
      return unit === undefined ? code : nameOn(unit, day)
    }
    const places = await placesOf(ctx, personId)
    return {
      classes: places.map(({ schoolCode, classCode, since, until }) => ({
        school: nameOf(schoolCode),
        class: nameOf(classCode),
        since,
        until,
      })),
    }
  },
  async erase(ctx, personId) {
    const until = dayOf(ctx.clock.now())
    const standing = (await placesOf(ctx, personId)).filter((place) => place.state === 'IN')
    for (const place of standing) {
      const state = nextState(memberTable, place.state, 'leave')
      if (state !== null)
        await moveRecord(ctx, classMembers, place, { state, set: { until } }, { act: 'organisations.leave-class' })
    }
    return told(standing.length)
  },
  foretell: async (ctx, personId) => told(await classMembers.countUpTo(ctx, { personId, state: 'IN' }, 1)),
}
