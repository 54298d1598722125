/** Promises about residents: who somebody is, for whom they act, what they agreed to, and who saw their data. */
import { among, dropped, type Kept } from './faults.ts'

const ACCOUNTS = 'server/src/capabilities/accounts'
const FAMILIES = 'server/src/capabilities/families'
const DATA_RIGHTS = 'server/src/capabilities/data-rights'
const LOOKS = 'server/src/platform/looks/looks.ts'
const people = among('promises-people')
const looks = among('looks')
const oneRecord = people(
  'one person is one record: ten who enter the same document at once find the same one, and a second row is refused',
)
const judged = people(
  'a guardian’s right is judged at the moment of its use: by its days and the birthday, and a claim is none',
)
const ended = people('a guardian’s right that ended is none, whichever of its two marks one looks at')
const oneRight = people(
  'a guardian’s right stands once for a guardian and a child: of five who write it at once one does',
)
const noName = people('a consent withdrawn stops the next use: the register is not asked about the name')
const noChild = people('a consent withdrawn stops the next use: the child is not shown')
const written = looks('a look that cannot be written is not taken: nothing is read')
const inOrder = looks('a look stands as intended before anything is read, and as shown before anything is answered')
const shown = looks('a look whose end cannot be written shows nothing')
const erased = among('data-rights-erasure')(
  'a restore from a backup that knows nothing of a deletion applies the ledger again: the person stays erased, receipts stay, and a forged line erases nobody',
)

export const peoplePromises: readonly Kept[] = [
  {
    promise: 'one person is one record',
    faults: [
      {
        what: 'blind index no longer unique',
        file: `${ACCOUNTS}/data/persons.ts`,
        find: "{ name: 'idNo', purpose: 'id-number', unique: true }",
        replace: "{ name: 'idNo', purpose: 'id-number', unique: false }",
        red: oneRecord,
      },
      {
        what: 'whoever comes second gets an error',
        file: `${ACCOUNTS}/acts/ensure-person.ts`,
        find: 'if (!isDuplicateKey(error)) throw error',
        replace: 'throw error',
        red: oneRecord,
      },
    ],
  },
  {
    promise: 'a guardian’s right is judged at its use',
    faults: [
      {
        what: 'its date is not asked',
        file: `${FAMILIES}/domain/judge-guardianship.ts`,
        find: "if (one.until !== null && one.until <= today) return { stands: false, reason: 'date' }",
        replace: '',
        red: judged,
      },
      {
        what: 'the 18th birthday is not asked',
        file: `${FAMILIES}/domain/judge-guardianship.ts`,
        find: "if (hasReached(one.childBirthday, ADULT_YEARS, today)) return { stands: false, reason: 'birthday' }",
        replace: '',
        red: judged,
      },
      {
        what: 'its first day is not asked',
        file: `${FAMILIES}/domain/judge-guardianship.ts`,
        find: "if (one.since > today) return { stands: false, reason: 'not-yet' }",
        replace: '',
        red: judged,
      },
      {
        what: 'the job’s word counts, not the day',
        file: `${FAMILIES}/acts/judge-right.ts`,
        find: '|| !judgeRow(row, dayOf(ctx.clock.now())).stands) return null',
        replace: ') return null',
        red: judged,
      },
      {
        what: 'its state is not asked',
        file: `${FAMILIES}/domain/judge-guardianship.ts`,
        find: "if (one.state !== 'ACTIVE') return",
        replace: "if (one.state === 'REFUSED') return",
        red: ended,
      },
      {
        what: 'closed ones are found too',
        file: `${FAMILIES}/data/read-guardianships.ts`,
        find: 'childKey: childPersonId, open: true }',
        replace: 'childKey: childPersonId }',
        red: ended,
      },
    ],
  },
  {
    promise: 'one open guardianship of two people',
    faults: [
      dropped(
        'open',
        `${FAMILIES}/data/guardianships.ts`,
        'guardianPersonId: 1, childKey: 1',
        oneRight,
        ', partial: { open: true }',
      ),
      {
        what: 'whoever comes second gets an error',
        file: `${FAMILIES}/acts/keep-guardianship.ts`,
        find: 'if (isDuplicateKey(error)) return null',
        replace: '',
        red: oneRight,
      },
    ],
  },
  {
    promise: 'a consent withdrawn stops the use at once',
    faults: [
      {
        what: 'the withdrawal is not read',
        file: `${DATA_RIGHTS}/domain/judge-consent.ts`,
        find: "if (answered.state === 'WITHDRAWN') return 'withdrawn'",
        replace: '',
        red: noName,
      },
      {
        what: 'the register is asked without consent',
        file: `${ACCOUNTS}/acts/verify-real-name.ts`,
        find: "if (!(await consentStands(ctx, ctx.resident, 'real-name'))) throw new AppError('consent-needed')",
        replace: '',
        red: noName,
      },
      {
        what: 'the child is shown without consent',
        file: `${FAMILIES}/http.ts`,
        find: "if (!(await consentStands(ctx, ctx.resident, 'child-data'))) throw new AppError('consent-needed')",
        replace: '',
        red: noChild,
      },
    ],
  },
  {
    promise: 'a look is written before anything is read, and ended before anything is shown',
    faults: [
      {
        what: 'read also where it cannot be written',
        file: LOOKS,
        find: "const row = await lookRows.insert(ctx, rowOf(ctx, look, 'INTENDED'))",
        replace:
          "const row = await lookRows.insert(ctx, rowOf(ctx, look, 'INTENDED')).catch(() => rowOf(ctx, look, 'INTENDED'))",
        red: written,
      },
      {
        what: 'read first, written afterwards',
        file: LOOKS,
        find: "const row = await lookRows.insert(ctx, rowOf(ctx, look, 'INTENDED')) const seen = await readOrRefuse(ctx, row, read)",
        replace: "const seen = await read()\n  const row = await lookRows.insert(ctx, rowOf(ctx, look, 'INTENDED'))",
        red: inOrder,
      },
      {
        what: 'answered before SHOWN is written',
        file: LOOKS,
        find: "await end(ctx, row, 'SHOWN')",
        replace: "setTimeout(() => void end(ctx, row, 'SHOWN').catch(() => undefined), 200)",
        red: inOrder,
      },
      {
        what: 'a lost look is no matter',
        file: LOOKS,
        find: 'if (ended === null) throw new Error(`the look ${_id} is gone: nothing is shown without it`)',
        replace: '',
        red: shown,
      },
    ],
  },
  {
    promise: 'a deletion is applied again after a restore',
    faults: [
      {
        what: 'the ledger is not read',
        file: `${DATA_RIGHTS}/acts/carry-out-erasures.ts`,
        find: 'for (const { personId } of lines.filter((one) => one.tenant === ctx.tenant))',
        replace: "for (const { personId } of lines.filter((one) => one.tenant === ''))",
        red: erased,
      },
      {
        what: 'nothing is written into the ledger',
        file: `${DATA_RIGHTS}/acts/carry-out-erasures.ts`,
        find: 'appendToErasureLedger(ledger, { tenant, erasureId, personId, at: ctx.clock.instant() })',
        replace: 'void [tenant, erasureId]',
        red: erased,
      },
      {
        what: 'a forged line erases',
        file: 'server/src/platform/audit/outside-ledger.ts',
        find: 'return macMatches(keys, line, mac) ? [line] : []',
        replace: 'return [line]',
        red: erased,
      },
    ],
  },
]
