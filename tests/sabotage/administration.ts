/** Promises about those who administer: roles apart and under their ceiling, and settings by two people. */
import { among, type Kept } from './faults.ts'

const STAFF = 'server/src/capabilities/staff'
const OPERATIONS = 'server/src/capabilities/operations/acts/change-setting.ts'
const roles = among('staff-roles')
const ownRole = roles('refused, and nothing changes for oneself: neither more nor less')
const twoPeople = among('operations')(
  'operations.settings and operations.changeSetting change only by two people: proposed by the system’s administrator, agreed to by the security’s',
)

export const administrationPromises: readonly Kept[] = [
  {
    promise: 'the administrations stay apart, and roles below their ceiling',
    faults: [
      {
        what: 'a role above its ceiling is given',
        file: `${STAFF}/acts/set-roles.ts`,
        find: "if (high !== null) throw new AppError('role-not-there', { role: roleTable[high.role].name })",
        replace: 'void [high, roleTable]',
        red: roles('refused, and nothing changes above the ceiling: the duty officer of a township'),
      },
      {
        what: 'two administrations in one hand',
        file: `${STAFF}/acts/set-roles.ts`,
        find: "if (!areApart(wanted)) throw new AppError('roles-apart')",
        replace: 'void areApart',
        red: roles('refused, and nothing changes two administrations: system and security'),
      },
      {
        what: 'not judged again at the agreement',
        file: `${STAFF}/acts/set-roles.ts`,
        find: 'await refuseUnfit(ctx, held)',
        replace: '',
        red: roles('a role of an administration is not given when the officer has a business role by then'),
      },
      {
        what: 'a role of an administration is given at once',
        file: `${STAFF}/domain/grants.ts`,
        find: 'const given = fresh.filter((one) => !isAdministration(one)) return { now: unique.filter((one) => holds(held, one) || !isAdministration(one)), later: fresh.filter(isAdministration),',
        replace: 'const given = fresh\n  return { now: unique, later: [],',
        red: among('promises-people')(
          'an officer holds a role of an administration once another person agreed, and not before',
        ),
      },
    ],
  },
  {
    promise: 'nobody raises their own role',
    faults: [
      {
        what: 'oneself is not asked',
        file: `${STAFF}/acts/change-officer.ts`,
        find: "if (officer._id === ctx.staff.staffId) throw new AppError('own-role')",
        replace: '',
        red: ownRole,
      },
      {
        what: 'whoever gets it may agree',
        file: `${STAFF}/acts/set-roles.ts`,
        find: "if (decidedBy === recordId) throw new AppError('own-role')",
        replace: 'void decidedBy',
        red: roles(
          'a role of an administration may be agreed to by the system administration, but never by the one who gets it',
        ),
      },
    ],
  },
  {
    promise: 'settings need a second person',
    faults: [
      {
        what: 'written when proposed',
        file: OPERATIONS,
        find: 'const row = await propose(ctx, KIND, {',
        replace: "await setSetting(ctx, setting, value, { proposal: '' })\n  const row = await propose(ctx, KIND, {",
        red: twoPeople,
      },
      {
        what: 'a colleague of the same administration agrees',
        file: OPERATIONS,
        find: "approveRoles: ['security-admin'],",
        replace: "approveRoles: ['security-admin', 'tenant-admin'],",
        red: twoPeople,
      },
    ],
  },
]
