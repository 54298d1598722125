/** Brings the database to what this version declares: data first, then collections, validators and indexes, then the shipped
 * years of the working calendar. A repeat changes nothing. */
import { rewriteAllDeadlines, seedCalendar } from '../calendar/keep-calendar.ts'
import type { House } from '../house.ts'
import { ensureCollections } from './indexes.ts'
import { runMigrations } from './migrations.ts'

export async function prepareDatabase(house: House): Promise<void> {
  const names = await runMigrations(house.capabilities.flatMap((one) => one.migrations ?? []))
  await ensureCollections()
  const years = await seedCalendar(house)
  if (years.length > 0) await rewriteAllDeadlines(house)
  house.log.info({ migrations: names, calendarYears: years }, 'the database is prepared')
}
