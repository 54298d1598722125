/**
 * HARDENING drill 14 with real processes under load: the keys of tokens, fields, pending entries, the chain and WeChat Pay change while people sign in, read
 * and pay. Old and new hold side by side; then the old ones are retired and fail; every sealed row is under the new key; no request failed.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { accounts } from '@xlb/shared/accounts/contract.ts'
import { demoPeople, type DemoPerson } from '@xlb/shared/demo/roster.ts'
import { send } from '../../support/call.ts'
import { fieldsIn, objectsIn } from '../../support/json.ts'
import { payersOf } from '../kill-payment/cases.ts'
import { verify, verifyFaults, type Verified } from '../kill-payment/run.ts'
import { openStage, type Stage } from '../kill-payment/stage.ts'
import { settle, until } from '../restore/people.ts'
import { startLoad, type Load, type Tally } from './load.ts'
import { callbackUnderFirstKey, forgetOldPlatformKeys, platformKeyCount } from './wechat-keys.ts'

export interface RotateDrill {
  readonly port: number
  readonly seeds: readonly number[]
  readonly log: (sentence: string) => void
}

export interface RotateResult {
  readonly tally: Tally
  /** Orders that were paid and have their one receipt. */
  readonly receipts: number
  readonly verified: readonly Verified[]
  readonly faults: readonly string[]
}

const COMMANDS = [['verify', 'ledger'], ['audit'], ['verify', 'bills']] as const
const READERS = 3
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

export async function rotateKeysDrill({ port, seeds, log }: RotateDrill): Promise<RotateResult> {
  const stage = await openStage(port, log)
  const faults: string[] = []
  try {
    const payers = await payersOf(stage)
    const at = ((seeds[0] ?? 0) * READERS) % demoPeople.length
    const readers = [...demoPeople, ...demoPeople].slice(at, at + READERS)
    const load = startLoad(stage, readers, payers)
    for (const seed of seeds) faults.push(...(await oneChange(stage, load, readers, seed, log)))
    const tally = await load.stop()
    log(
      `${String(tally.requests)} requests, ${String(tally.failures.length)} failed, ${String(tally.paid.length)} paid`,
    )
    faults.push(...tally.failures, ...(await settle(stage, tally.paid)))
    const receipts = await receiptsOf(stage, tally.paid)
    if (receipts !== tally.paid.length) faults.push(`${String(tally.paid.length)} paid, ${String(receipts)} receipts`)
    faults.push(...(await chainFaults(stage)))
    const verified: Verified[] = []
    for (const words of COMMANDS) verified.push(await verify(stage, words, log))
    return { tally, receipts, verified, faults: [...faults, ...verified.flatMap(verifyFaults)] }
  } finally {
    await stage.close()
  }
}

type Lists = Readonly<Record<'jwtKeys' | 'fieldKeys' | 'pendingKeys' | 'auditKeys', readonly string[]>>

/** Ids of the keys in the key file, newest first. */
function kidsIn(stage: Stage): Lists {
  const file = fieldsIn(JSON.parse(readFileSync(path.join(stage.dataDir, 'keys.json'), 'utf8')))
  const of = (list: string): string[] => objectsIn(file[list]).map((key) => String(key['kid']))
  return {
    jwtKeys: of('jwtKeys'),
    fieldKeys: of('fieldKeys'),
    pendingKeys: of('pendingKeys'),
    auditKeys: of('auditKeys'),
  }
}

async function oneChange(
  stage: Stage,
  load: Load,
  readers: readonly DemoPerson[],
  seed: number,
  log: RotateDrill['log'],
): Promise<string[]> {
  const faults: string[] = []
  const expect = (holds: boolean, otherwise: string): void => {
    if (!holds) faults.push(`seed ${String(seed)}: ${otherwise}`)
  }
  const someone = readers[0] ?? demoPeople[0]
  if (someone === undefined) throw new Error('there is nobody')
  const statusOf = async (token: string) => (await send(stage.urls.app, accounts.me, {}, { token })).status
  const old = await load.signIn(someone)
  const before = kidsIn(stage)

  await operate(stage, ['keys-rotate', 'all'])
  await stage.control('keys/rotate', {})
  await pause(1_500)
  const during = kidsIn(stage)
  for (const list of ['jwtKeys', 'fieldKeys', 'pendingKeys', 'auditKeys'] as const)
    expect(
      during[list][0] !== before[list][0] && during[list].length === before[list].length + 1,
      `${list} did not change`,
    )
  expect((await statusOf(old)) === 200, 'a token of before failed within the window')
  expect((await statusOf(await load.signIn(someone))) === 200, 'a fresh token failed')
  expect(platformKeyCount(stage) > 1, 'WeChat Pay has one key only')
  const paid = await someReceiptedOrder(stage)
  expect((await callbackUnderFirstKey(stage, paid)) === 200, 'a callback under the old key failed within the window')

  await stage.nudge('rewrap-fields')
  const left = () => sealedUnder(stage, before.fieldKeys)
  expect(await until(async () => (await left()) === 0), 'sealed rows are left under the old key')
  const [oldField = '', oldJwt = '', oldPending = ''] = [before.fieldKeys[0], before.jwtKeys[0], before.pendingKeys[0]]
  await operate(stage, ['keys-retire', 'field', oldField])
  await operate(stage, ['keys-retire', 'jwt', oldJwt, '--now'])
  await operate(stage, ['keys-retire', 'pending', oldPending])
  forgetOldPlatformKeys(stage)
  await pause(1_200)
  expect((await statusOf(old)) === 401, 'a token under the retired key is still good')
  expect((await callbackUnderFirstKey(stage, paid)) === 401, 'a callback under the retired key is still good')
  expect((await blindsUnder(stage, oldField)) === 0, 'look-up texts of the retired key are left')
  expect((await statusOf(await load.signIn(someone))) === 200, 'nobody can sign in')
  log(
    `seed ${String(seed)}: ${during.fieldKeys[0] ?? ''} stands first ${faults.length === 0 ? '✓' : `✗ ${faults.join('; ')}`}`,
  )
  return faults
}

async function operate(stage: Stage, words: readonly string[]): Promise<void> {
  const { code, output } = await stage.operate(words)
  if (code !== 0) throw new Error(`${words.join(' ')}: ${output}`)
}

async function someReceiptedOrder(stage: Stage) {
  let found = await stage.db.orders.findOne({ state: 'RECEIPTED' })
  await until(async () => {
    found = await stage.db.orders.findOne({ state: 'RECEIPTED' })
    return found !== null
  })
  if (found === null) throw new Error('nothing was paid yet')
  return found
}

/** Rows with a sealed text under one of these keys, in any collection. */
async function sealedUnder(stage: Stage, kids: readonly string[]): Promise<number> {
  const texts = await allTexts(stage)
  return texts.filter((text) => kids.some((kid) => text.includes(`"A256GCM:${kid}:`))).length
}

/** Look-up texts stand in lists; MACs of the chain and of entries do not. */
async function blindsUnder(stage: Stage, kid: string): Promise<number> {
  const listed = new RegExp(`\\[[^\\]{}]*"HS256:${kid}:`)
  return (await allTexts(stage)).filter((text) => listed.test(text)).length
}

async function allTexts(stage: Stage): Promise<string[]> {
  const texts: string[] = []
  for (const { name } of await stage.raw.listCollections({}, { nameOnly: true }).toArray())
    for await (const row of stage.raw.collection(name).find({})) texts.push(JSON.stringify(row))
  return texts
}

async function receiptsOf(stage: Stage, billIds: readonly string[]): Promise<number> {
  const orders = await stage.db.orders.find({ 'subjects.id': { $in: [...billIds] } }).toArray()
  return await stage.db.receipts.countDocuments({ orderId: { $in: orders.map(({ _id }) => _id) } })
}

/** The chain went on under the new keys: each county's last entry is under the first key of the file. */
async function chainFaults(stage: Stage): Promise<string[]> {
  const { auditKeys } = kidsIn(stage)
  const faults: string[] = []
  for (const tenant of new Set(demoPeople.map((one) => one.countyCode))) {
    const [last] = await stage.db.chain.find({ tenant }).sort({ seq: -1 }).limit(1).toArray()
    if (last?.mac.startsWith(`HS256:${auditKeys[0] ?? ''}:`) !== true)
      faults.push(`the chain of ${tenant} is under an old key`)
  }
  return faults
}
