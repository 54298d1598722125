/** Promises about offices: who is admitted, once and with which role, and that counties know nothing of each other. */
import { among, PLATFORM, unguarded, type Kept } from './faults.ts'

const STAFF = 'server/src/capabilities/staff'
const people = among('promises-people')
const signIn = among('staff-sign-in')
const sessions = among('staff-sessions')
const roles = among('staff-roles')
const ended = people('an officer whose session was ended is refused at the next request')
const named = people('an officer comes where the contract names their role, and nobody where it names none')
const county = people('no county knows another’s people, officers or families, and usernames are each county’s own')
const stale = (what: string) => sessions(`from the next request on a session is refused when its officer was ${what}`)
const once = signIn('the second factor a code counts once, and none from before it counts afterwards')
const fourAtOnce = signIn('the second factor of four confirmations of one code at once one signs in')
const fifth = signIn(
  'lock-out the fifth wrong password locks for 15 minutes, the right one too; then it opens by itself',
)

export const officePromises: readonly Kept[] = [
  {
    promise: 'an officer’s session that ended is refused at the next request',
    faults: [
      {
        what: 'its end is not asked',
        file: `${STAFF}/acts/use-session.ts`,
        find: '{ _id: sessionId, endedAt: null, until: { $gt: now }, idleUntil: { $gt: now } }',
        replace: '{ _id: sessionId, until: { $gt: now }, idleUntil: { $gt: now } }',
        red: ended,
      },
      {
        what: 'idling is not asked',
        file: `${STAFF}/acts/use-session.ts`,
        find: '{ _id: sessionId, endedAt: null, until: { $gt: now }, idleUntil: { $gt: now } }',
        replace: '{ _id: sessionId, endedAt: null, until: { $gt: now } }',
        red: sessions(
          'from the next request on a session is refused when nothing was done for half an hour; work keeps it open for twelve hours and no longer',
        ),
      },
    ],
  },
  {
    promise: 'an officer who was disabled, moved or lost a role is refused at the next request',
    faults: [
      {
        what: 'the officer’s state is not asked',
        file: `${STAFF}/acts/admit-staff.ts`,
        find: '|| !AT_WORK.has(officer.state) ||',
        replace: '||',
        red: stale('disabled'),
      },
      {
        what: 'the stamp is not compared',
        file: `${STAFF}/acts/admit-staff.ts`,
        find: '|| officer.stamp !== session.stamp)',
        replace: ')',
        red: stale('given another stamp'),
      },
      {
        what: 'a change raises no stamp',
        file: `${STAFF}/acts/change-officer.ts`,
        find: 'stamp: officer.stamp + 1, leavingUntil: 0',
        replace: 'leavingUntil: 0',
        red: roles('business roles come and go at once, and the session of before ends at the next request'),
      },
    ],
  },
  {
    promise: 'a step of the second factor counts once',
    faults: [
      {
        what: 'an earlier step counts again',
        file: `${STAFF}/totp.ts`,
        find: 'if (same && step > lastStep) found = step',
        replace: 'if (same) found = step',
        red: once,
      },
      {
        what: 'the step is not kept',
        file: `${STAFF}/acts/finish-sign-in.ts`,
        find: 'const set = { ...fresh, ...spent, tries: 0, lockedUntil: 0 }',
        replace: 'const set = { ...fresh, tries: 0, lockedUntil: 0 }',
        red: once,
      },
      { what: 'the sign-in compares no version', ...unguarded, red: fourAtOnce },
    ],
  },
  {
    promise: 'five wrong ones lock the door',
    faults: [
      {
        what: 'a locked door is not asked',
        file: `${STAFF}/acts/take-try.ts`,
        find: '{ ...who, lockedUntil: { $lte: now } }',
        replace: '{ ...who }',
        red: fifth,
      },
      {
        what: 'nothing locks',
        file: `${STAFF}/acts/take-try.ts`,
        find: "{ $cond: [{ $gte: ['$tries', MOST_TRIES] }, until, '$lockedUntil'] }",
        replace: "'$lockedUntil'",
        red: fifth,
      },
    ],
  },
  {
    promise: 'a route is for the roles its contract names',
    faults: [
      {
        what: 'roles are not asked',
        file: `${PLATFORM}/http/answer.ts`,
        find: "if (!held.some(({ role }) => endpoint.roles?.includes(role) === true)) throw new AppError('forbidden')",
        replace: 'void held',
        red: named,
      },
      {
        what: 'no roles are all roles',
        file: `${PLATFORM}/http/answer.ts`,
        find: 'endpoint.roles?.includes(role) === true',
        replace: 'endpoint.roles?.includes(role) !== false',
        red: named,
      },
    ],
  },
  {
    promise: 'no county knows another’s people and officers',
    faults: [
      {
        what: 'the county is not in the filter',
        file: `${PLATFORM}/db/collection.ts`,
        find: 'return { tenant, ...filter }',
        replace: 'return { ...filter }',
        red: county,
      },
      {
        what: 'usernames are unique in the whole house',
        file: `${STAFF}/data/officers.ts`,
        find: "{ name: 'username', fields: { tenant: 1, username: 1 }, unique: true }",
        replace: "{ name: 'username', fields: { username: 1 }, unique: true }",
        red: county,
      },
    ],
  },
]
