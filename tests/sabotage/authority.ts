/** Promises about what an officer may touch: the second person, own matters, how far a role reaches, and desk cases. */
import { among, dropped, PLATFORM, unguarded, type Kept } from './faults.ts'

const STAFF = 'server/src/capabilities/staff'
const DESK = 'server/src/capabilities/desk'
const DECIDE = `${PLATFORM}/approvals/decide.ts`
const AUTHORITY = `${PLATFORM}/authority/authority.ts`
const people = among('promises-people')
const decide = among('approvals-decide')
const deskUse = among('desk-use')
const below = people('an officer serves the units below their own and none beside them')
const family = decide('nobody decides their own or their family’s matter, and does not even see it')
const caseNo = deskUse('a case number opens nothing when it is unknown, closed, of another place, or of another person')

export const authorityPromises: readonly Kept[] = [
  {
    promise: 'nobody decides what they proposed',
    faults: [
      {
        what: 'the proposer is not asked',
        file: DECIDE,
        find: "if (isProposer(ctx, row)) return 'second-person-needed'",
        replace: '',
        red: decide('nobody decides what they proposed themselves'),
      },
      {
        what: 'two staff records are two people',
        file: DECIDE,
        find: '|| (personId !== null && row.proposerPersonId === personId)',
        replace: '|| personId === row.proposedBy',
        red: decide('nobody decides what they proposed under another staff record'),
      },
      dropped(
        'person',
        `${STAFF}/data/officers.ts`,
        'personId: 1',
        people('an officer is one account a resident, also of four made at once'),
        ", partial: { personId: { $type: 'string' } }",
      ),
    ],
  },
  {
    promise: 'one decision and one open proposal of a thing',
    faults: [
      dropped(
        'live',
        `${PLATFORM}/approvals/rows.ts`,
        'liveKey: 1',
        decide('of many at once proposals of the same by one officer are one'),
        ", partial: { liveKey: { $type: 'string' } }",
      ),
      {
        what: 'the decision compares no version',
        ...unguarded,
        red: decide('of many at once one officer decides; the other hears that it is decided'),
      },
    ],
  },
  {
    promise: 'nobody handles their own or their family’s matter',
    faults: [
      {
        what: 'deciders are not asked',
        file: DECIDE,
        find: "if (await isOwnMatter(ctx, ctx.staff, row.personIds)) return 'own-matter'",
        replace: '',
        red: family,
      },
      {
        what: 'oneself is nobody’s family',
        file: AUTHORITY,
        find: 'if (personIds.includes(personId)) return true',
        replace: '',
        red: family,
      },
      {
        what: 'families are not asked',
        file: AUTHORITY,
        find: 'if (await related(ctx, personId, other)) return true',
        replace: 'void [related, other]',
        red: family,
      },
      {
        what: 'a case is tied to one’s own family',
        file: `${DESK}/acts/require-case.ts`,
        find: 'await refuseOwnMatter(ctx, [personId])',
        replace: '',
        red: deskUse('a case number is not tied to the officer’s own family'),
      },
    ],
  },
  {
    promise: 'a role reaches the units below it and none beside it',
    faults: [
      {
        what: 'the unit is not asked',
        file: AUTHORITY,
        find: "if (!(await reaches(ctx, ctx.staff, roles, unitCode))) throw new AppError('out-of-scope')",
        replace: '',
        red: below,
      },
      {
        what: 'a role reaches everywhere',
        file: AUTHORITY,
        find: 'return held.some((one) => above.includes(one.unitCode))',
        replace: 'return above.length > 0',
        red: below,
      },
      {
        what: 'a role reaches its own unit alone',
        file: AUTHORITY,
        find: 'return held.some((one) => above.includes(one.unitCode))',
        replace: 'return held.some((one) => one.unitCode === unitCode)',
        red: deskUse('a case number opens its own person’s data for the officers of its place'),
      },
    ],
  },
  {
    promise: 'an officer needs an open case of that person',
    faults: [
      {
        what: 'whose case it is is not asked',
        file: `${DESK}/acts/require-case.ts`,
        find: 'return personId === null || row.personId === null || row.personId === personId',
        replace: 'return true',
        red: caseNo,
      },
      {
        what: 'a closed case counts',
        file: `${DESK}/acts/require-case.ts`,
        find: "if (row.state !== 'OPEN' || ctx.clock.now() >= Date.parse(row.closesAt)) return false",
        replace: '',
        red: caseNo,
      },
      {
        what: 'a case of another place counts',
        file: `${DESK}/acts/require-case.ts`,
        find: "if (!(await reaches(ctx, ctx.staff, CASE_ROLES, row.unitCode))) throw new AppError('desk-case-needed')",
        replace: '',
        red: caseNo,
      },
      {
        what: 'tying compares no version',
        ...unguarded,
        red: deskUse('a case number used for ten people at once is tied to one of them'),
      },
    ],
  },
]
