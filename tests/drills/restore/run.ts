/**
 * HARDENING drill 13 with real processes: traffic, a backup, more traffic with revocations and a deletion, the database dropped, the backup restored. Then
 * everything is as the backup has it, what was sent is not sent again, what was ended stays ended, who was deleted stays deleted, and every verify
 * command finds 0 differences, against the heads that were published outside.
 */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { demoPeople } from '@xlb/shared/demo/roster.ts'
import { demoId } from '../../../server/src/capabilities/accounts/index.ts'
import { payBill, signIn, type Tokens } from '../kill-payment/resident.ts'
import { verify, verifyFaults, type Verified } from '../kill-payment/run.ts'
import { openStage, type Stage } from '../kill-payment/stage.ts'
import { askForDeletion, castOf, consentToAll, settle, signOut, statusOf, until, type Cast } from './people.ts'
import { differencesOf, pictureOf, type Picture } from './picture.ts'

export interface RestoreDrill {
  readonly port: number
  readonly seeds: readonly number[]
  readonly log: (sentence: string) => void
}

export interface RestoreResult {
  readonly rounds: readonly Round[]
  readonly verified: readonly Verified[]
  readonly faults: readonly string[]
}

export interface Round {
  readonly seed: number
  readonly rows: number
  readonly unique: number
  readonly expiring: number
  /** Entries that stood pending in their records at the moment of the backup. */
  readonly pending: number
  readonly faults: readonly string[]
}

const COMMANDS = [['verify', 'ledger'], ['audit'], ['verify', 'bills']] as const
const STRAIGHT = { confirms: true, hints: true, freshKey: false } as const
const DAY_MS = 86_400_000

export async function restoreDrill({ port, seeds, log }: RestoreDrill): Promise<RestoreResult> {
  const stage = await openStage(port, log)
  const rounds: Round[] = []
  const verified: Verified[] = []
  try {
    for (const seed of seeds) {
      const round = await oneRound(stage, seed)
      rounds.push(round)
      log(lineOf(round))
      for (const words of COMMANDS) verified.push(await verify(stage, words, log))
    }
    const faults = rounds.flatMap((round) => round.faults.map((fault) => `seed ${String(round.seed)}: ${fault}`))
    return { rounds, verified, faults: [...faults, ...verified.flatMap(verifyFaults)] }
  } finally {
    await stage.close()
  }
}

function lineOf({ seed, rows, unique, expiring, pending, faults }: Round): string {
  const verdict = faults.length === 0 ? '✓' : `✗ ${faults.join('; ')}`
  return `seed ${String(seed)}: ${String(rows)} rows, ${String(unique)} unique and ${String(expiring)} TTL indexes, ${String(pending)} entries pending at the backup ${verdict}`
}

interface Kept {
  readonly file: string
  readonly picture: Picture
  readonly pending: number
}

async function oneRound(stage: Stage, seed: number): Promise<Round> {
  const faults: string[] = []
  const expect = (holds: boolean, otherwise: string): void => {
    if (!holds) faults.push(otherwise)
  }
  const cast = await castOf(stage, seed, demoPeople)
  const tokens: Tokens = new Map()
  const old = await firstTraffic(stage, cast, tokens, expect)
  const kept = await backUp(stage, cast, tokens, seed)
  expect(kept.pending > 0, 'nothing was pending at the backup')
  await laterTraffic(stage, cast, tokens, old.after, expect)
  const fresh = await signIn(stage, cast.payer.person)
  const sent = await sentOf(stage)

  await dropAndRestore(stage, kept, expect)
  faults.push(...differencesOf(kept.picture, await pictureOf(stage.raw)))
  await Promise.all([stage.revive('api'), stage.revive('worker')])
  for (const [what, token] of Object.entries({ ...old, fresh }))
    expect((await statusOf(stage, token)) === 401, `the session "${what}" stands again`)
  expect(await isErased(stage, cast), 'who was deleted after the backup is back')
  faults.push(...(await settle(stage, [cast.payer.billId, cast.waiting.billId])))
  await paidOnce(stage, cast, sent, expect)
  expect((await statusOf(stage, await signIn(stage, cast.payer.person))) === 200, 'nobody can sign in')
  const { counts, unique, expiring } = kept.picture
  const rows = Object.values(counts).reduce((sum, count) => sum + count, 0)
  return { seed, rows, unique, expiring, pending: kept.pending, faults }
}

type Expect = (holds: boolean, otherwise: string) => void

/** Before the backup: a paid bill, consents, sessions, one of them ended, a published head. Answers tokens of before. */
async function firstTraffic(stage: Stage, cast: Cast, tokens: Tokens, expect: Expect) {
  await payBill(stage, tokens, cast.payer, STRAIGHT)
  for (const open of await settle(stage, [cast.payer.billId])) expect(false, `before the backup: ${open}`)
  const [before, after] = [await signIn(stage, cast.before), await signIn(stage, cast.after)]
  await signOut(stage, before)
  expect((await statusOf(stage, before)) === 401, 'a session was not ended')
  expect((await consentToAll(stage, after)) > 0, 'nothing was asked to be agreed to')
  await stage.nudge('publish-audit-head')
  const heads = path.join(stage.dataDir, 'audit-heads.jsonl')
  expect(
    await until(() =>
      Promise.resolve(existsSync(heads) && readFileSync(heads, 'utf8').includes(cast.payer.person.countyCode)),
    ),
    'no head was published',
  )
  return { payer: tokens.get(cast.payer.person.key) ?? '', before, after }
}

/** The worker stands still meanwhile: an order is open, and its entries are still in it. */
async function backUp(stage: Stage, cast: Cast, tokens: Tokens, seed: number): Promise<Kept> {
  const file = path.join(stage.dataDir, `backup-${String(seed)}.ejson.gz`)
  stage.freeze('worker')
  try {
    await payBill(stage, tokens, cast.waiting, { ...STRAIGHT, confirms: false })
    const pending = await stage.db.orders.countDocuments({ 'pending.0': { $exists: true } })
    const picture = await pictureOf(stage.raw)
    const { code, output } = await stage.operate(['backup', '--out', file])
    if (code !== 0) throw new Error(`the backup failed: ${output}`)
    return { file, picture, pending }
  } finally {
    stage.thaw('worker')
  }
}

/** What the backup does not know: the open order is paid, a session ended, somebody deleted, another head published. */
async function laterTraffic(stage: Stage, cast: Cast, tokens: Tokens, after: string, expect: Expect): Promise<void> {
  await payBill(stage, tokens, cast.waiting, STRAIGHT)
  for (const open of await settle(stage, [cast.waiting.billId])) expect(false, `after the backup: ${open}`)
  await signOut(stage, after)
  await askForDeletion(stage, cast.leaving)
  await stage.advance(3 * DAY_MS + 60_000)
  for (const job of ['carry-out-erasures', 'publish-audit-head']) await stage.nudge(job)
  expect(await until(() => isErased(stage, cast)), 'nobody was deleted before the restore')
}

async function isErased(stage: Stage, { leaving }: Cast): Promise<boolean> {
  const row = await stage.raw.collection<{ _id: string }>('persons').findOne({ _id: demoId('per', leaving.key) })
  return row !== null && !JSON.stringify(row).includes(leaving.name)
}

async function dropAndRestore(stage: Stage, { file }: Kept, expect: Expect): Promise<void> {
  await Promise.all([stage.halt('api'), stage.halt('worker')])
  await stage.raw.dropDatabase()
  const dry = await stage.operate(['restore', file])
  expect(dry.code === 0 && dry.output.includes('什么都还没有写'), `the dry run said: ${dry.output}`)
  const { code, output } = await stage.operate(['restore', file, '--confirm'])
  if (code !== 0) throw new Error(`the restore failed: ${output}`)
  expect(output.includes('条数、校验和、索引都与备份一致'), `the restore said: ${output}`)
  expect(output.includes('people erased again'), 'the restore did not look into the deletion ledger')
}

/** What went to the outside world: postings at the water companies, by bill, and receipts' messages. */
async function sentOf(stage: Stage): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {}
  for (const { billNo } of await stage.books.postings()) counts[billNo] = (counts[billNo] ?? 0) + 1
  return counts
}

async function paidOnce(
  stage: Stage,
  cast: Cast,
  before: Readonly<Record<string, number>>,
  expect: Expect,
): Promise<void> {
  const after = await sentOf(stage)
  expect(JSON.stringify(after) === JSON.stringify(before), 'something was posted at the water company again')
  for (const { billId } of [cast.payer, cast.waiting]) {
    const orders = await stage.db.orders.find({ 'subjects.id': billId }).toArray()
    const receipts = await stage.db.receipts.countDocuments({ orderId: { $in: orders.map(({ _id }) => _id) } })
    expect(receipts === 1, `${billId} has ${String(receipts)} receipts`)
    const sources = orders.map(({ _id }) => `payments.receipted:${_id}`)
    const told = await stage.raw.collection('messages').countDocuments({ source: { $in: sources } })
    expect(told === 1, `${billId} was told of ${String(told)} times`)
  }
}
