/** Promises about proving who one is: codes, limits on guessing, and sessions that end. */
import { among, dropped, type Kept } from './faults.ts'

const ACCOUNTS = 'server/src/capabilities/accounts'
const TURNS = `${ACCOUNTS}/acts/take-turn.ts`
const people = among('promises-people')
const phone = among('accounts-phone')
const realName = among('accounts-real-name')
const wrongCodes = phone(
  'binding by a code refuses a wrong code, one of another phone, and one that never was, with the same words and commands',
)
const fiveAnHour = phone(
  'asking for a code for a number is done five times an hour and ten times a day, whichever account and county asks',
)
const manyHands = phone('asking for a code by twenty hands at once sends five')

export const codePromises: readonly Kept[] = [
  {
    promise: 'a one-time code works once, for its own asker',
    faults: [
      {
        what: 'a used SMS code stays open',
        file: `${ACCOUNTS}/acts/bind-phone.ts`,
        find: '{ $set: { closed: true } }',
        replace: '{ $set: { closed: false } }',
        red: phone('binding by a code keeps the number sealed and shows it masked; the code is good once'),
      },
      {
        what: 'a used counter code stays open',
        file: `${ACCOUNTS}/acts/counter-enter-person.ts`,
        find: "{ $unset: { codeTexts: '' } }",
        replace: "{ $unset: { used: '' } }",
        red: people('a counter code binds once'),
      },
      {
        what: 'anybody’s code counts',
        file: `${ACCOUNTS}/acts/bind-phone.ts`,
        find: '{ _id: codeId, accountId, closed: false,',
        replace: '{ _id: codeId, closed: false,',
        red: wrongCodes,
      },
      {
        what: 'any digits count',
        file: `${ACCOUNTS}/acts/bind-phone.ts`,
        find: '{ ...standing, codeTexts: { $in: codeTextsOf(ctx, codeId, code) } }',
        replace: 'standing',
        red: wrongCodes,
      },
      {
        what: 'its ten minutes are not asked',
        file: `${ACCOUNTS}/acts/bind-phone.ts`,
        find: 'closed: false, until: { $gt: now } }',
        replace: 'closed: false }',
        red: phone('binding by a code after ten minutes is too late'),
      },
    ],
  },
  {
    promise: 'codes are limited: five guesses, five an hour for a number',
    faults: [
      {
        what: 'guesses are not counted',
        file: `${ACCOUNTS}/acts/bind-phone.ts`,
        find: "await takeTurn(ctx, now, { kind: 'phone-code.guess', keys, limits: GUESSES, code: 'code-locked' })",
        replace: '',
        red: phone(
          'binding by a code is locked after five wrong tries, right code or not; an id that never was is locked alike',
        ),
      },
      {
        what: 'counted for each county and account',
        file: `${ACCOUNTS}/acts/send-phone-code.ts`,
        find: 'return [mine, await takeTurn(HOUSE, now, turn)]',
        replace: 'return [mine]',
        red: fiveAnHour,
      },
      {
        what: 'two lists of tries for one number',
        file: TURNS,
        find: 'const at = { _id: row._id, version: row.version }',
        replace: 'const at = { _id: row._id }',
        red: manyHands,
      },
      dropped(
        'keys',
        `${ACCOUNTS}/data/attempts.ts`,
        'kind: 1, keys: 1',
        people('a limit counts all who try first at once, in one list'),
      ),
    ],
  },
  {
    promise: 'real-name misses are limited: five a day',
    faults: [
      {
        what: 'not counted for the account',
        file: `${ACCOUNTS}/acts/verify-real-name.ts`,
        find: "await takeTurn(ctx, now, { ...turn, kind: 'real-name.account', keys: [ctx.resident.accountId] })",
        replace: "{ turn: { ...turn, kind: 'real-name.account', keys: [ctx.resident.accountId] }, mark: '' }",
        red: realName(
          'guessing is over after five mismatches a day for an account, whatever it tries, right ones included',
        ),
      },
      {
        what: 'not counted for the number',
        file: `${ACCOUNTS}/acts/verify-real-name.ts`,
        find: "return [mine, await takeTurn(ctx, now, { ...turn, kind: 'real-name.id', keys })]",
        replace: 'return [mine]',
        red: realName('guessing is over after five for a number, whoever tries, until the next day'),
      },
      {
        what: 'counted after the register was asked',
        file: `${ACCOUNTS}/acts/verify-real-name.ts`,
        find: "const taken = await takeTurns(ctx, identity) const { result } = await ctx.port(bureau).checkRealName({ requestNo: newId('pnd'), ...identity })",
        replace:
          "const { result } = await ctx.port(bureau).checkRealName({ requestNo: newId('pnd'), ...identity })\n  const taken = await takeTurns(ctx, identity)",
        red: realName('guessing by thirty hands at once asks the register five times'),
      },
    ],
  },
  {
    promise: 'a resident’s session that ended is refused at the next request',
    faults: [
      {
        what: 'its end is not asked',
        file: `${ACCOUNTS}/acts/admit-resident.ts`,
        find: 'if (session?.endedAt !== null || session.until <= house.clock.now())',
        replace: 'if (session === null || session.until <= house.clock.now())',
        red: among('accounts')(
          'signing out the session ends at the next request, on this device only, and cannot be ended twice',
        ),
      },
      {
        what: 'a lost phone’s sessions go on',
        file: `${ACCOUNTS}/acts/settle-sessions.ts`,
        find: 'update: { $set: { endedAt } } }))',
        replace: 'update: { $set: { rotatedAt: 0 } } }))',
        red: among('accounts-counter')(
          'a lost phone ends every session at the next request, says how many, and can be told again; the accounts stay bound',
        ),
      },
    ],
  },
]
