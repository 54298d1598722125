/** Promises about what was taken away: a lost phone's sessions, a number, an officer's account and roles, the officer's own family. */
import { among, type Kept } from './faults.ts'

const ACCOUNTS = 'server/src/capabilities/accounts/acts'
const lost = among('accounts-lost-phone')
const moves = among('accounts-phone-moves')
const restored = among('platform-restore-staff')
const again = among('platform-restore-accounts')
const family = among('imports-own-family')
const slow = among('imports-slow-upload')
const cut = slow(
  'a stalled upload and one of single bytes end after the time for a pause; nothing is stored, and the house goes on',
)

export const revocationPromises: readonly Kept[] = [
  {
    promise: 'a thief’s session stays dead when the same WeChat is bound again',
    faults: [
      {
        what: 'the binding gives every open session the person',
        file: `${ACCOUNTS}/bind-account.ts`,
        find: 'await endSessionsOf(ctx, { accountId: account._id }, sessionId)',
        replace: 'void sessionId',
        red: lost(
          'what the thief opened after the loss ends with the binding; only the phone that showed the code acts for the person',
        ),
      },
      {
        what: 'the other counties do not hear of it',
        file: `${ACCOUNTS}/counter-end-sessions.ts`,
        find: 'for (const there of elsewhere) await endOfWechat(there, accounts)',
        replace: 'void [elsewhere, endOfWechat]',
        red: lost('a session of the same WeChat in another county ends too, and opens none here'),
      },
    ],
  },
  {
    promise: 'a telephone number is whose who proved it last',
    faults: [
      {
        what: 'it stays with its owner of before',
        file: `${ACCOUNTS}/bind-phone.ts`,
        find: 'await releasePhone(ctx, before, phone)',
        replace: 'void releasePhone',
        red: moves(
          'whoever proves a number has it; its owner of before has none, reads of it, and no SMS about them goes there',
        ),
      },
      {
        what: 'it is taken from the person’s own accounts too',
        file: `${ACCOUNTS}/release-phone.ts`,
        find: '|| (owner.personId !== null && held.personId === owner.personId)',
        replace: '',
        red: moves('two WeChat accounts of one person share a number; another county is another matter'),
      },
    ],
  },
  {
    promise: 'what was taken from an officer stays taken after a restore',
    faults: [
      {
        what: 'accounts stand again',
        file: 'server/src/capabilities/staff/acts/hold-revocations.ts',
        find: "const state = staysOut(missed) ? nextState(staffTable, officer.state, 'disable') : null",
        replace: 'const state = [staysOut, nextState, staffTable].length === 0 ? officer.state : null',
        red: restored('an officer who was disabled after the backup is disabled, and cannot begin to sign in'),
      },
      {
        what: 'roles stand again',
        file: 'server/src/capabilities/staff/acts/hold-revocations.ts',
        find: 'const left = officer.held.filter((one) => kept.some((grant) => sameGrant(grant, one)))',
        replace: 'const left = [kept, sameGrant].length === 0 ? [] : officer.held',
        red: restored('roles that were taken are gone, and nobody gains any'),
      },
    ],
  },
  {
    promise: 'a lost phone’s account stays taken after a restore',
    faults: [
      {
        what: 'it acts for the person again',
        file: `${ACCOUNTS}/hold-unbindings.ts`,
        find: 'if (await unbindAccount(ctx, account)) unbound += 1',
        replace: 'void unbindAccount',
        red: again(
          'the account of a phone that was lost after the backup acts for nobody, and online it cannot become theirs again',
        ),
      },
      {
        what: 'that it was given again is forgotten',
        file: `${ACCOUNTS}/hold-unbindings.ts`,
        find: '|| missed.bound ||',
        replace: '||',
        red: again('one that was bound again at the counter since acts for its person; others are as they were'),
      },
    ],
  },
  {
    promise: 'nobody imports what concerns their own family',
    faults: [
      {
        what: 'only the officer is kept away',
        file: 'server/src/capabilities/imports/acts/kept-away-from.ts',
        find: 'for (const one of await familyOf(ctx, personId)) own.add(one)',
        replace: 'void familyOf',
        red: family('rows about the family of who brought the table are told in the dry run'),
      },
      {
        what: 'who has a third in common is no family',
        file: 'server/src/capabilities/families/acts/judge-right.ts',
        find: 'return othersIn((await allOfAny(ctx, [...near])).filter(counts), personId)',
        replace: 'return near',
        red: family('the family of a person is everybody whom the rule calls related, and nobody else'),
      },
    ],
  },
  {
    promise: 'a slow upload ends, and leaves nothing',
    faults: [
      {
        what: 'single bytes go on for ever',
        file: 'server/src/platform/http/body.ts',
        find: "if (trickles(size, performance.now() - begun)) throw new AppError('invalid-input')",
        replace: 'void [trickles, begun]',
        red: cut,
      },
      {
        what: 'whoever sends nothing is waited for',
        file: 'server/src/platform/http/body.ts',
        find: 'let timer = setTimeout(stalled, STALLED_MS)',
        replace: 'let timer = setTimeout(() => undefined, STALLED_MS)',
        red: cut,
      },
    ],
  },
]
