/** Promises of stopped and moved sessions, of bookings that are judged again, of signatures, and of who is told. */
import { among, type Kept } from './faults.ts'

const VACCINES = 'server/src/capabilities/vaccines'
const stop = among('vaccines-stop')
const rejudge = among('vaccines-rejudge')
const sign = among('vaccines-sign-off')
const letters = among('vaccines-letters')

export const sessionPromises: readonly Kept[] = [
  {
    promise: 'nobody keeps a seat in a stopped session, and whoever had one is told once',
    faults: [
      {
        what: 'a held seat is confirmed in a stopped session',
        file: `${VACCINES}/data/sessions.ts`,
        find: "{ seats: { $elemMatch: running }, state: 'RELEASED' }",
        replace: '{ seats: { $elemMatch: running } }',
        red: stop(
          'a session that is stopped (vaccines.suspendSession) ends what is only held, and nobody holds or confirms a seat there any more',
        ),
      },
      {
        what: 'bookings go along whatever the schedule says',
        file: `${VACCINES}/acts/stop-session.ts`,
        find: "return 'stands' in verdict && verdict.stands === booking.dose &&",
        replace: 'void verdict; return',
        red: stop(
          'a session that is moved (vaccines.moveSession) leaves behind whom the schedule does not allow the new day',
        ),
      },
      {
        what: 'a new time after a stop counts as a change',
        file: `${VACCINES}/acts/change-booking.ts`,
        find: 'changes: booking.changes + (unsettled ? 0 : 1),',
        replace: 'changes: booking.changes + 1,',
        red: stop(
          'a session that is stopped (vaccines.suspendSession) unsettles what is booked, tells why once, and gives the seat back; a new time counts as no change',
        ),
      },
    ],
  },
  {
    promise: 'a booking that a corrected record refuses stands no longer',
    faults: [
      {
        what: 'nobody hears that the history changed',
        file: `${VACCINES}/acts/read-dossier.ts`,
        find: "const events = same ? [] : [{ name: 'vaccines.history-changed' }]",
        replace: 'const events: { name: string }[] = []',
        red: rejudge(
          'a corrected record (the registry says another day) unsettles what no longer keeps the interval, with the first day that works; back again, a new time stands',
        ),
      },
      {
        what: 'what is not needed any more is to be placed anew',
        file: `${VACCINES}/domain/rejudge.ts`,
        find: "return 'none' in first ? { over: first.none } :",
        replace: "return 'none' in first ? { anew: first.none, until: '' } :",
        red: rejudge(
          'a corrected record (the registry says another day) drops what somebody else has given meanwhile, and says that it is not needed any more',
        ),
      },
    ],
  },
  {
    promise: 'a clinic’s signature stands for the facts that were shown, at that clinic',
    faults: [
      {
        what: 'other facts are signed than were shown',
        file: `${VACCINES}/acts/sign-products.ts`,
        find: "if (facts !== factsOf(product)) throw new AppError('facts-changed')",
        replace: 'void AppError',
        red: sign('a product that nobody verified is signed by a nurse of that clinic alone, and only as it was shown'),
      },
      {
        what: 'a signature of other facts still counts',
        file: `${VACCINES}/data/sign-offs.ts`,
        find: "one.state === 'SIGNED' && one.facts === facts",
        replace: "one.state === 'SIGNED' && facts !== ''",
        red: sign(
          'a product that nobody verified is bookable no longer once the word is taken back, or the facts are others than those that were signed',
        ),
      },
      {
        what: 'one clinic signs for all',
        file: `${VACCINES}/acts/hold-seat.ts`,
        find: 'const sites = await signedSites(ctx, product)',
        replace: 'const sites = null; void signedSites',
        red: sign(
          'a product that nobody verified is bookable at the clinic that signed, at no other one, and its word is in the chain',
        ),
      },
    ],
  },
  {
    promise: 'a guardian whose right ended hears and sees nothing more',
    faults: [
      {
        what: 'whoever booked is told for ever',
        file: `${VACCINES}/acts/tell.ts`,
        find: 'if (guardians.includes(by)) return [by]',
        replace: "if (by !== '') return [by]",
        red: letters(
          'a booking of tomorrow is told to the other parent where the right of the one who booked has ended',
        ),
      },
      {
        what: 'Home shows what was booked once',
        file: `${VACCINES}/todo.ts`,
        find: 'personId === own || children.includes(personId)',
        replace: "personId === own || children.includes(personId) || personId !== ''",
        red: letters(
          'a booking of tomorrow is told to the other parent where the right of the one who booked has ended',
        ),
      },
    ],
  },
]
