/** Promises of vaccines: seats, bookings, the schedule, whose they are, and what is known to be full. */
import { among, PLATFORM, unguarded, type Kept } from './faults.ts'

const VACCINES = 'server/src/capabilities/vaccines'
const SESSIONS = `${VACCINES}/data/sessions.ts`
const KEEP = `${VACCINES}/acts/keep-booking.ts`
const FULL = `${VACCINES}/data/full.ts`

const races = among('vaccines-races')
const rush = among('vaccines-rush')
const book = among('vaccines-book')
const full = among('vaccines-full')
const terms = among('vaccines-terms')
const hostile = among('vaccines-hostile')

const together = 'two bookings that would break an interval together, at two processes'
const lastSeat = rush(
  'two for the last seat within a moment of each other, 200 times: exactly one has it, and after both let go it is free again',
)
const killed = races(
  '500 people for 100 seats at two processes, of which one is killed in the middle exactly 100 are booked, nobody twice, and once the dead one’s holds ran out none is left over',
)
const pressed = races(`${together} pressed at once again and again: exactly one stands, and the other’s seat is free`)
const changed = races(
  'a seat that a change took is trusted once the booking has it, and goes back where the process died before',
)
const changedThrice = book(
  'a confirmed booking is changed three times and not a fourth, the new seat in and the old one out',
)
const runsOut = book(
  'a held seat runs out after ten minutes, is extended once, and goes to the next when it was let go',
)

export const vaccinePromises: readonly Kept[] = [
  {
    promise: 'never one seat more than there are',
    faults: [
      {
        what: 'one more than the capacity',
        file: SESSIONS,
        find: '$lt: [taken(pool),',
        replace: '$lte: [taken(pool),',
        red: lastSeat,
      },
      {
        what: 'a capacity below what is taken',
        file: `${VACCINES}/acts/plan-sessions.ts`,
        find: '{ element, when: { $expr: enough } }',
        replace: '{ element, when: { state: row.state, ...(enough.$and.length < 0 ? enough : {}) } }',
        red: among('vaccines-sessions')(
          'a capacity (vaccines.setCapacity) grows and shrinks, and never below what is taken',
        ),
      },
    ],
  },
  {
    promise: 'no seat is lost, and none is given back twice',
    faults: [
      {
        what: 'a lease that ran out keeps its seat',
        file: SESSIONS,
        find: "$and: [{ $gt: ['$$seat.until', now] }, { $ne: ['$$seat.id', seat.id] }]",
        replace: "$and: [{ $gt: ['$$seat.until', 0 * now] }, { $ne: ['$$seat.id', seat.id] }]",
        red: runsOut,
      },
      {
        what: 'a booking that ends keeps its seat',
        file: KEEP,
        find: 'await giveSeatBack(ctx, seen.booking.seatId)',
        replace: '',
        red: lastSeat,
      },
      {
        what: 'the event gives nothing back',
        file: `${VACCINES}/index.ts`,
        find: "giveSeatBack(ctx, String(data['seat']))",
        replace: "giveSeatBack(ctx, `not-${String(data['seat'])}`)",
        red: races(
          'a seat whose booking ended while its process died goes back by the event, once: it takes nothing from whoever came after',
        ),
      },
      {
        what: 'a change that died half way keeps both',
        file: `${VACCINES}/acts/settle-seats.ts`,
        find: 'if (dossier !== null && (await moveRecord(ctx, dossiers, dossier, {}, deed)) === null) return\n  await giveSeatBack(ctx, id)',
        replace: 'if (dossier !== null) await moveRecord(ctx, dossiers, dossier, {}, deed)\n  void giveSeatBack',
        red: changed,
      },
      {
        what: 'whoever slept through it may finish',
        file: `${VACCINES}/acts/settle-seats.ts`,
        find: 'if (dossier !== null && (await moveRecord(ctx, dossiers, dossier, {}, deed)) === null) return',
        replace: 'void [moveRecord, deed]',
        red: changed,
      },
      {
        what: 'a ticket whose seat is only held',
        file: KEEP,
        find: "if ((await keepSeat(ctx, booking.seatId, endOfDay(booking.day))) === null) throw new AppError('hold-lapsed')",
        replace: 'void endOfDay',
        red: killed,
      },
    ],
  },
  {
    promise: 'nobody is booked twice, nor against the schedule',
    faults: [
      { ...unguarded, what: 'no version is compared', red: pressed },
      {
        what: 'the gap between live vaccines is not looked at',
        file: `${VACCINES}/domain/judge.ts`,
        find: '...byLiveGap(product, given, day),',
        replace: '...(day < given.length.toString() ? byLiveGap(product, given, day) : []),',
        red: pressed,
      },
      {
        what: 'a day that is refused will do',
        file: `${VACCINES}/domain/book.ts`,
        find: "if (refused.length === 0 && typeof position !== 'string')",
        replace: "if (typeof position !== 'string')",
        red: book(
          'a hold (vaccines.hold) 27 days after the last dose is refused with the first day that works, and that day works (SCENARIO 2)',
        ),
      },
      {
        what: 'a dose that is booked may be booked again',
        file: `${VACCINES}/domain/book.ts`,
        find: 'if (booked !== null) return { booked }',
        replace: 'void booked',
        red: book(
          'a hold (vaccines.hold) of a dose that is booked is refused with its day, and so is another vaccine at the same time',
        ),
      },
      {
        what: 'two places at one time',
        file: `${VACCINES}/acts/hold-seat.ts`,
        find: "clash && new AppError('same-time-booked', { day: clash.day, from: clash.from })",
        replace: 'null',
        red: races(`${together} two vaccines in one quarter of an hour, at two processes: exactly one stands`),
      },
    ],
  },
  {
    promise: 'a record is its person’s and their guardians’',
    faults: [
      {
        what: 'anybody is a guardian',
        file: `${VACCINES}/acts/admit.ts`,
        find: 'if ((await guardianshipOf(ctx, own, personId)) === null) throw notFound()',
        replace: 'void guardianshipOf',
        red: book(
          'a hold (vaccines.hold) is refused without a session of one’s own, for somebody else’s child, and for a product that nobody signed off',
        ),
      },
      {
        what: 'anybody acts on a booking',
        file: `${VACCINES}/acts/admit-to-booking.ts`,
        find: '|| !standsAmong(ctx, found.guardianships)',
        replace: '',
        red: terms(
          'a guardian whose right ended after the hold neither sees, lengthens, confirms, changes nor cancels it: it looks like an unknown one',
        ),
      },
      {
        what: 'a booking by its id alone',
        file: KEEP,
        find: "dossiers.findOne(ctx, { personId, 'bookings.id': bookingId })",
        replace: "dossiers.findOne(ctx, { 'bookings.id': personId === '' ? '' : bookingId })",
        red: hostile(
          '23: somebody else’s person, booking and session in a path look like unknown ones, with the same commands',
        ),
      },
    ],
  },
  {
    promise: 'three changes, and by what was seen',
    faults: [
      {
        what: 'as many as one likes',
        file: `${VACCINES}/acts/change-booking.ts`,
        find: "if (!unsettled && booking.changes >= most) throw new AppError('changes-used-up', { most })",
        replace: 'void most',
        red: changedThrice,
      },
      {
        what: 'the old seat stays',
        file: `${VACCINES}/acts/change-booking.ts`,
        find: 'await giveSeatBack(ctx, moved === null ? seatId : booking.seatId)',
        replace: 'if (moved === null) await giveSeatBack(ctx, seatId)',
        red: changedThrice,
      },
      {
        what: 'whatever was seen',
        file: KEEP,
        find: "if (dossier.version !== version) throw new AppError('changed-meanwhile')",
        replace: 'void [dossier, version]',
        red: book('a confirmed booking is cancelled by what was seen, gives its seat back once, and is over then'),
      },
    ],
  },
  {
    promise: 'who comes in vain costs nothing, and nobody comes in vain for long',
    faults: [
      {
        what: 'a seat that comes back is not noticed',
        file: SESSIONS,
        find: 'if (row !== null) forgetVain(row._id)',
        replace: 'void forgetVain',
        red: full('a window that is full is one no longer at once when a seat comes back here'),
      },
      {
        what: 'what is known never grows old',
        file: FULL,
        find: 'if (performance.now() < found.until && now < found.fullUntil)',
        replace: 'if (now < found.fullUntil)',
        red: full(
          'a window that is full is asked for again after half a second: another process may have given a seat back',
        ),
      },
      {
        what: 'a lease that runs out makes no room',
        file: FULL,
        find: 'if (performance.now() < found.until && now < found.fullUntil)',
        replace: 'if (performance.now() < found.until && now > 0)',
        red: full('a window that is full is one no longer when the lease of a seat has run out'),
      },
      {
        what: 'those inside are sent away as well',
        file: FULL,
        find: 'return found.seated.has(caller()) ? null : found.why',
        replace: "return caller() === '' ? null : found.why",
        red: full('a window that is full still answers whoever has a seat there and presses again'),
      },
      {
        what: 'everybody at once',
        file: `${VACCINES}/data/turns.ts`,
        find: 'if (queue.running >= AT_ONCE)',
        replace: 'if (queue.running >= 1_000 * AT_ONCE)',
        red: full(
          'a crowd at one session lets sixteen in at a time, and the next one when one leaves, in the order in which they came',
        ),
      },
      {
        what: 'the session is read first',
        file: `${PLATFORM}/http/answer.ts`,
        find: 'if (plain?.enter === undefined) return straight',
        replace: "if (plain?.enter === undefined || endpoint.method === 'POST') return straight",
        red: full(
          'a window that is full costs those who are sent away no command, from the moment its last seat is taken',
        ),
      },
    ],
  },
]
