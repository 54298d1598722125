/** Keeps the calendar whole: what is shipped is there, open deadlines follow the newest version, and a year that will be missed is said in time. */
import { dayOf } from '@xlb/shared/platform/day-words.ts'
import { raiseAlarm } from '../alarms/alarms.ts'
import { tenantsOf } from '../config/config.ts'
import type { Ctx } from '../context.ts'
import type { House } from '../house.ts'
import { addYears, readCalendar, readYears } from './calendar-years.ts'
import { shippedArrangements } from './shipped.ts'
import { missingYears } from './working-days.ts'

/** The notice comes in the November before; from then on limits of 20 and more working days reach the new year. */
const LOOK_AHEAD_DAYS = 60

/**
 * Adds the shipped years that are not there; one that an operator imported stands. Answers which were new. When another process was faster, the
 * rest comes with the next preparation.
 */
export async function seedCalendar(house: House): Promise<number[]> {
  const { version, years } = await readYears()
  const missing = shippedArrangements().filter(({ year }) => !years.has(year))
  const added = await addYears(version, missing, house.clock.instant())
  return missing.slice(0, added).map(({ year }) => year)
}

/** Open deadlines of every county, counted again where an older version counted them; answers how many. */
export async function rewriteAllDeadlines(house: House): Promise<number> {
  let rewritten = 0
  for (const tenant of tenantsOf(house.config))
    rewritten += await rewriteDeadlines(house, house.systemCtx(tenant, 'calendar'))
  return rewritten
}

async function rewriteDeadlines(house: House, ctx: Ctx): Promise<number> {
  const calendar = await readCalendar()
  let rewritten = 0
  for (const { deadlines } of house.capabilities) rewritten += (await deadlines?.(ctx, calendar)) ?? 0
  return rewritten
}

/** The daily job: also finishes a rewriting that a crash cut short. */
export async function keepCalendar(house: House, ctx: Ctx): Promise<void> {
  const missing = missingYears(await readCalendar(), dayOf(ctx.clock.now()), LOOK_AHEAD_DAYS)
  if (missing.length > 0) {
    house.metrics.events.inc({ name: 'calendar-year-missing' })
    for (const year of missing) await raiseAlarm(ctx, { kind: 'calendar-year-missing', recordId: String(year) })
    house.log.warn(
      { tenant: ctx.tenant, years: missing },
      'the arrangement of a year that deadlines reach is not imported: npm run calendar:import -- FILE.json',
    )
  }
  await rewriteDeadlines(house, ctx)
}
