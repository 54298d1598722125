/**
 * vaccines: what somebody was given, what comes next, and a seat for it. Promises: the history is the registry's and is shown with its day; every line is computed
 * from the national schedule with its source; never one seat more than there are, nobody twice for a dose. Refuses everybody but the person and the guardians of
 * this moment, and every dose against the schedule, with the first day that works.
 */
import { providePort, type Capability } from '#platform/capability.ts'
import type { Ctx } from '#platform/context.ts'
import { closeDays } from './acts/close-days.ts'
import { lapseHolds } from './acts/keep-booking.ts'
import { releaseSessions } from './acts/plan-sessions.ts'
import { rejudgeBookings } from './acts/rejudge-bookings.ts'
import { queueReport, reportDoses } from './acts/report-doses.ts'
import { settleSeats } from './acts/settle-seats.ts'
import { closeSessions, followSessions } from './acts/stop-session.ts'
import { remindOfTomorrow, tellOf, type Occasion } from './acts/tell.ts'
import { vaccineApprovals } from './approvals.ts'
import { bookingRoutes } from './booking-http.ts'
import { giveSeatBack } from './data/sessions.ts'
import { vaccineRoutes } from './http.ts'
import { nurseRoutes } from './nurse-http.ts'
import { personalData } from './personal-data.ts'
import { createRegistry, registry } from './providers/registry.ts'
import { vaccinesRetention } from './retention.ts'
import { vaccineSearchEntries } from './search.ts'
import { seedVaccines } from './seed.ts'
import { vaccineStaffRoutes } from './staff-http.ts'
import { vaccineCards } from './todo.ts'
import { verifyVaccines } from './verify.ts'

export { checkSchedule } from './verify/schedule.ts'

interface Told {
  readonly recordId: string
  readonly data: Readonly<Record<string, unknown>>
}

const letter = (occasion: Exclude<Occasion, 'tomorrow'>) => ({
  name: `tell-${occasion}`,
  event: `vaccines.${occasion}`,
  handle: (ctx: Ctx, { recordId, data }: Told) => tellOf(ctx, occasion, recordId, String(data['booking'])),
})
const seatOf = (name: string, event: string) => ({
  name,
  event,
  handle: (ctx: Ctx, { data }: Told) => giveSeatBack(ctx, String(data['seat'])),
})

export const vaccines: Capability = {
  name: 'vaccines',
  routes: [...vaccineRoutes, ...bookingRoutes, ...vaccineStaffRoutes, ...nurseRoutes],
  jobs: [
    { name: 'lapse-holds', every: '10 seconds', run: lapseHolds },
    { name: 'settle-seats', every: '30 seconds', run: settleSeats },
    { name: 'release-sessions', every: '30 seconds', run: releaseSessions },
    { name: 'follow-sessions', every: '30 seconds', run: followSessions },
    { name: 'close-sessions', every: '1 hour', run: closeSessions },
    { name: 'close-vaccine-days', every: '1 hour', run: closeDays },
    { name: 'report-doses', every: '30 seconds', run: reportDoses },
    { name: 'remind-of-vaccines', every: '1 hour', run: remindOfTomorrow },
  ],
  subscribers: [
    seatOf('return-ended-seat', 'vaccines.ended'),
    seatOf('return-left-seat', 'vaccines.seat-left'),
    seatOf('return-unsettled-seat', 'vaccines.unsettled'),
    seatOf('return-dropped-seat', 'vaccines.dropped'),
    {
      name: 'judge-bookings-again',
      event: 'vaccines.history-changed',
      handle: (ctx: Ctx, { recordId }: Told) => rejudgeBookings(ctx, recordId),
    },
    { name: 'empty-session', event: 'vaccines.session-stopped', handle: (ctx: Ctx) => followSessions(ctx) },
    { name: 'follow-session', event: 'vaccines.session-moved', handle: (ctx: Ctx) => followSessions(ctx) },
    {
      name: 'queue-dose-report',
      event: 'vaccines.given',
      handle: (ctx: Ctx, { recordId, data }: Told) => queueReport(ctx, recordId, String(data['reportNo'])),
    },
    letter('confirmed'),
    letter('changed'),
    letter('ended'),
    letter('unsettled'),
    letter('dropped'),
    letter('moved'),
    letter('given'),
    letter('deferred'),
    letter('missed'),
  ],
  ports: [providePort(registry, (config, clock) => createRegistry(config.providers.registry, () => clock.now()))],
  retention: vaccinesRetention,
  personalData,
  approvals: vaccineApprovals,
  verify: { vaccines: verifyVaccines },
  seed: seedVaccines,
  todoCards: vaccineCards,
  searchEntries: vaccineSearchEntries,
}
