/** Promises of the nurse's day: who is met and by whom, what is given and when, what is told to the registry. */
import { among, type Kept } from './faults.ts'

const VACCINES = 'server/src/capabilities/vaccines'
const checkIn = among('vaccines-nurse-check-in')
const dose = among('vaccines-nurse-dose')
const ending = among('vaccines-nurse-end')
const correction = among('vaccines-nurse-correct')
const report = among('vaccines-nurse-reports')
const walkIn = among('vaccines-nurse-walk-in')
const duty = among('vaccines-duty')
const nobody = duty(
  'without a duty nobody of the day is shown, by no door; the tries are written and nothing else changes',
)

export const clinicPromises: readonly Kept[] = [
  {
    promise: 'a nurse sees those whom another officer agreed to, and no others',
    faults: [
      {
        what: 'a ticket is enough',
        file: `${VACCINES}/acts/check-in.ts`,
        find: 'await refuseWithoutDuty(ctx, comingOf(seen.dossier, seen.booking))',
        replace: 'void [refuseWithoutDuty, comingOf]',
        red: nobody,
      },
      {
        what: 'a booking’s id is enough',
        file: `${VACCINES}/acts/load-visit.ts`,
        find: 'await refuseWithoutDuty(ctx, comingOf(dossier, booking))',
        replace: 'void [refuseWithoutDuty, comingOf]',
        red: nobody,
      },
      {
        what: 'the list shows the whole day',
        file: `${VACCINES}/acts/list-day.ts`,
        find: '.filter(({ booking }) => mayList(booking))',
        replace: '.filter(() => mayList instanceof Function)',
        red: duty(
          'with a duty that another officer agreed to shows who comes to these sessions and to no others, on these days',
        ),
      },
      {
        what: 'a child without a booking counts as a grown-up',
        file: `${VACCINES}/domain/duty-keys.ts`,
        find: 'return isMinor(birthDay, day) ? [own] : [own, unbookedKey(siteId, day)]',
        replace: 'return [own, unbookedKey(siteId, day)]',
        red: duty(
          'a child who is not on the list is seen by nobody but the nurse whom another officer agreed to, on that day, and the guardians read of it',
        ),
      },
      {
        what: 'what went ahead stands without anybody’s agreement',
        file: `${VACCINES}/approvals.ts`,
        find: "moveDuty(ctx, recordId, goneAhead ? 'withdraw' : 'refuse')",
        replace: "moveDuty(ctx, recordId, goneAhead ? 'agree' : 'refuse')",
        red: duty(
          'a child who is not on the list may be seen at once where it cannot wait, and no more when nobody agrees to it afterwards',
        ),
      },
    ],
  },
  {
    promise: 'no dose against the schedule, even when booked before a correction',
    faults: [
      {
        what: 'the dose is not judged at its moment',
        file: `${VACCINES}/acts/give-dose.ts`,
        find: 'const dose = refuseAgainst(lookAt(ctx, visit))',
        replace: 'const { dose } = booking; void [refuseAgainst, lookAt]',
        red: dose(
          'a dose against the schedule is refused where the registry was corrected between booking and check-in, with the first day that works',
        ),
      },
      {
        what: 'the check-in goes by what was read when it was booked',
        file: `${VACCINES}/acts/check-in.ts`,
        find: 'await readDossier(ctx, visit.dossier.personId, true)',
        replace: 'await readDossier(ctx, visit.dossier.personId, false)',
        red: dose(
          'a dose against the schedule is refused where the registry was corrected between booking and check-in, with the first day that works',
        ),
      },
    ],
  },
  {
    promise: 'nothing is given from an expired lot, and no pack twice',
    faults: [
      {
        what: 'the day of expiry is not looked at',
        file: `${VACCINES}/acts/keep-lots.ts`,
        find: "if (row.expiry < day) throw new AppError('lot-expired', { expiry: row.expiry })",
        replace: 'void day',
        red: dose('a dose (vaccines.vaccinate) is never given from a lot that is expired, and nothing else changes'),
      },
      {
        what: 'its unique index is dropped',
        file: `${VACCINES}/data/dossiers.ts`,
        find: 'fields: { tenant: 1, packs: 1 }, unique: true,',
        replace: 'fields: { tenant: 1, packs: 1 },',
        red: dose(
          'a dose (vaccines.vaccinate) is never given from a pack that is used up; of a pack of two doses twice, also at once',
        ),
      },
    ],
  },
  {
    promise: 'an act goes by what the nurse saw, at her own site, and not on her own family',
    faults: [
      {
        what: 'a dossier that moved since is overwritten',
        file: `${VACCINES}/acts/give-dose.ts`,
        find: 'if (said.version !== null) refuseVersion(visit, said.version)',
        replace: 'void refuseVersion',
        red: dose('a dose (vaccines.vaccinate) by what was seen: a dossier that moved since is looked at again'),
      },
      {
        what: 'another site gives the dose',
        file: `${VACCINES}/acts/load-visit.ts`,
        find: "dossier?.state !== 'OPEN' || booking?.siteId !== site._id",
        replace: "dossier?.state !== 'OPEN' || booking === undefined",
        red: dose(
          'a dose (vaccines.vaccinate) is given by a nurse of the site to somebody who is checked in, and nothing else changes before',
        ),
      },
      {
        what: 'the nurse checks her own family in',
        file: `${VACCINES}/acts/check-in.ts`,
        find: 'await refuseOwnMatter(ctx, [personId])',
        replace: 'void refuseOwnMatter',
        red: checkIn('a check-in (vaccines.checkIn) is nobody’s of the own family: the officer calls a colleague'),
      },
    ],
  },
  {
    promise: 'a visit ends once, its seat goes back, and nobody is let go too early',
    faults: [
      {
        what: 'the time of watching is not waited for',
        file: `${VACCINES}/acts/end-visit.ts`,
        find: 'Date.parse(observeUntil) > ctx.clock.now()',
        replace: 'Date.parse(observeUntil) > Date.parse(observeUntil)',
        red: ending(
          'watching (vaccines.observe) ends after half an hour and not before where nothing was seen; a repeat answers what stands',
        ),
      },
      {
        what: 'the seat of a deferred visit stays taken',
        file: `${VACCINES}/acts/end-visit.ts`,
        find: 'if (moved !== null && seatLeft) await giveSeatBack(ctx, booking.seatId)',
        replace: 'void giveSeatBack',
        red: ending(
          'a deferral (vaccines.defer) says why, gives the seat back once, and tells the person in the booking',
        ),
      },
      {
        what: 'a walk-in is entered over a booking of the same dose',
        file: `${VACCINES}/acts/walk-in.ts`,
        find: "if (booked !== undefined) throw new AppError('dose-booked', { day: booked.day, from: booked.from })",
        replace: 'void booked',
        red: walkIn(
          'a walk-in (vaccines.walkIn) against the schedule, or of a dose that is booked, is refused with the day',
        ),
      },
    ],
  },
  {
    promise: 'a dose is told to the registry once and counts once; a correction is judged by those who come after it',
    faults: [
      {
        what: 'what was corrected counts as another dose',
        file: `${VACCINES}/domain/merge-doses.ts`,
        find: '!numbers.has(source) && !byKey.has(keyOf(dose))',
        replace: '!byKey.has(keyOf(dose))',
        red: correction(
          'a correction (vaccines.correctDose) of day and lot keeps what stood before, is told under another number, and the dose counts once',
        ),
      },
      {
        what: 'the province keeps what was told before',
        file: `${VACCINES}/acts/report-doses.ts`,
        find: "lot: lot ?? '', ...where, replaces })",
        replace: "lot: lot ?? '', ...where, replaces: replaces.slice(0, 0) })",
        red: correction(
          'a correction (vaccines.correctDose) of day and lot keeps what stood before, is told under another number, and the dose counts once',
        ),
      },
      {
        what: 'later bookings do not hear of it',
        file: `${VACCINES}/acts/correct-dose.ts`,
        find: "{ name: 'vaccines.history-changed' },",
        replace: '',
        red: correction(
          'a later booking that no longer fits a corrected dose is to be placed anew, and its people read why',
        ),
      },
      {
        what: 'an unreachable registry has taken it',
        file: `${VACCINES}/acts/report-doses.ts`,
        find: "if (outcome === 'unreachable') await later(ctx, row)",
        replace: "if (outcome === 'unreachable') await end(ctx, row, 'accepted')",
        red: report('a report waits longer and longer, never more than an hour, through two days without the registry'),
      },
    ],
  },
]
