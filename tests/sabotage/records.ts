/** Promises about what stands written: imports by two people and once, and an audit chain in which tampering is found. */
import { among, PLATFORM, type Kept } from './faults.ts'

const IMPORTS = 'server/src/capabilities/imports'
const VERIFY = `${PLATFORM}/audit/verify.ts`
const audit = among('platform-audit')
const imported = among('imports-second-officer')
const confirmed = imported('the second officer nothing is written before another one agrees; the proposer alone cannot')
const killed = among('imports-people')(
  'a worker that is killed between two batches of the writing goes on there: nobody is missing, nobody is there twice',
)
const tail = audit(
  'audit:verify finds a cut tail by the records, and by the published head even where the records were put back too',
)
const anew = audit(
  'audit:verify finds a chain made anew: without the key by its MACs, with the key by the published head',
)
const middle = audit('audit:verify finds an entry that was taken out of the middle')

export const recordPromises: readonly Kept[] = [
  {
    promise: 'an import writes nothing before it is confirmed',
    faults: [
      {
        what: 'the check hands over to the writing',
        file: `${IMPORTS}/acts/check-import.ts`,
        find: "{ found: { rows, good, bad, known }, work: 'tidy' }",
        replace: "{ found: { rows, good, bad, known }, work: 'apply' }",
        red: confirmed,
      },
      {
        what: 'the proposal hands over to the writing',
        file: `${IMPORTS}/acts/confirm-import.ts`,
        find: '{ set: { approvalId: approval._id } }',
        replace: "{ set: { approvalId: approval._id, work: 'apply' } }",
        red: confirmed,
      },
    ],
  },
  {
    promise: 'an import is written once, also after a kill',
    faults: [
      {
        what: 'the position is saved before the rows',
        file: `${IMPORTS}/acts/apply-import.ts`,
        find: 'const next = await applyBatch(ctx, begun, run, own) const saved = await saveRun(ctx, next, hold.fence)',
        replace:
          'const saved = await saveRun(ctx, { ...run, batches: run.batches + 1 }, hold.fence)\n    await applyBatch(ctx, begun, run, own)',
        red: killed,
      },
      {
        what: 'a late worker saves its position',
        file: `${IMPORTS}/data/runs.ts`,
        find: '{ _id, fence: { $lte: fence } }',
        replace: '{ _id }',
        red: among('imports-people')(
          'a worker that is killed a late worker whose lease went to another saves no position',
        ),
      },
    ],
  },
  {
    promise: 'tampering with the chain is found',
    faults: [
      {
        what: 'published heads are not missed: a cut tail',
        file: VERIFY,
        find: 'for (const head of unseen) differences.push(`entry ${String(head.seq)}, published on ${head.day}, is gone`)',
        replace: '',
        red: tail,
      },
      {
        what: 'published heads are not missed: a county removed',
        file: VERIFY,
        find: 'for (const head of unseen) differences.push(`entry ${String(head.seq)}, published on ${head.day}, is gone`)',
        replace: '',
        red: audit('audit:verify finds a county whose rows are gone'),
      },
      {
        what: 'records are not compared: a cut tail',
        file: VERIFY,
        find: 'if (missing.length > 0)',
        replace: 'if (missing.length > 1_000_000)',
        red: tail,
      },
      {
        what: 'MACs are not checked: made anew without the key',
        file: VERIFY,
        find: '...(entryIsGenuine(keys, entry) ? [] :',
        replace: '...(entry.seq > 0 ? [] :',
        red: anew,
      },
      {
        what: 'published heads are not compared: made anew with the key',
        file: VERIFY,
        find: '.filter((head) => head.mac !== entry.mac)',
        replace: '.filter((head) => head.seq !== entry.seq)',
        red: anew,
      },
      {
        what: 'numbers are not counted',
        file: VERIFY,
        find: '...(entry.seq === (before?.seq ?? 0) + 1 ? [] :',
        replace: '...(entry.seq > 0 ? [] :',
        red: middle,
      },
      {
        what: 'links are not followed',
        file: VERIFY,
        find: '...(entry.prev === (before?.mac ?? GENESIS) ? [] :',
        replace: '...(GENESIS === GENESIS ? [] :',
        red: middle,
      },
      {
        what: 'versions are not counted',
        file: VERIFY,
        find: '...(entry.version === upTo + 1 ? [] :',
        replace: '...(entry.version > 0 ? [] :',
        red: middle,
      },
    ],
  },
]
