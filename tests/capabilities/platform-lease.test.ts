import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { auditEntries } from '../../server/src/platform/audit/entries.ts'
import { createSequencer } from '../../server/src/platform/audit/sequencer.ts'
import { verifyAudit } from '../../server/src/platform/audit/verify.ts'
import { nativeDb } from '../../server/src/platform/db/connection.ts'
import type { PendingEntry } from '../../server/src/platform/db/record.ts'
import { giveBackLease, renewLease, takeLease } from '../../server/src/platform/jobs/lease.ts'
import { runJobsOnce } from '../../server/src/platform/jobs/run.ts'
import { notes, writeNote } from '../support/platform-notes.ts'
import { COUNTY, openPlatform, OTHER, type Platform } from '../support/platform.ts'

let platform: Platform

beforeAll(async () => {
  platform = await openPlatform('lease')
})
afterAll(async () => {
  await platform.stop()
})
beforeEach(async () => {
  for (const name of ['testNotes', 'auditEntries', 'outbox', 'leases']) await nativeDb().collection(name).deleteMany({})
})

const scope = { tenant: COUNTY }
const wish = (holder: string, ms = 60_000) => ({ name: 'task', holder, ms })

describe('a lease', () => {
  test('has one holder a county, however many ask at once', async () => {
    const asked = await Promise.all(
      Array.from({ length: 20 }, (_one, at) => takeLease(scope, wish(`worker ${String(at)}`))),
    )
    expect(asked.filter((one) => one !== null)).toHaveLength(1)
    expect(await takeLease({ tenant: OTHER }, wish('another county'))).toMatchObject({ fence: 1 })
  })

  test('is lengthened by its holder under the same number', async () => {
    expect(await takeLease(scope, wish('one'))).toMatchObject({ fence: 1 })
    expect(await takeLease(scope, wish('one'))).toMatchObject({ fence: 1 })
  })

  test('passes on with a higher number when its time is over, and the late holder is refused', async () => {
    const late = await takeLease(scope, wish('late', 1))
    await sleep(20)
    expect(await takeLease(scope, wish('next'))).toMatchObject({ fence: 2 })
    expect(late === null ? undefined : await renewLease(late, 60_000)).toBeNull()
    if (late !== null) await giveBackLease(late)
    expect(await takeLease(scope, wish('third'))).toBeNull()
  })

  test('stays with a holder whose time is over as long as nobody else came', async () => {
    const slow = await takeLease(scope, wish('slow', 1))
    await sleep(20)
    expect(slow === null ? null : await renewLease(slow, 60_000)).toMatchObject({ fence: 1 })
  })

  test('is free at once when given back', async () => {
    const one = await takeLease(scope, wish('one'))
    if (one !== null) await giveBackLease(one)
    expect(await takeLease(scope, wish('other'))).toMatchObject({ fence: 2 })
  })

  test('does not listen to a moved clock of the house', async () => {
    platform.clock.advance(-3_600_000)
    await takeLease(scope, wish('dead', 1))
    platform.clock.advance(7_200_000)
    await sleep(20)
    expect(await takeLease(scope, wish('next'))).toMatchObject({ fence: 2 })
  })
})

describe('the sequencer', () => {
  const pendingOf = async (text: string): Promise<PendingEntry[]> => {
    const note = await writeNote(platform.ctx(), text)
    return ((await notes.findOne(platform.ctx(), { _id: note._id }))?.pending ?? []).filter(
      (one) => one.kind === 'audit',
    )
  }
  const sequencer = (holder: string, leaseMs: number) =>
    createSequencer({ auditKeys: () => platform.house.config.keys.auditKeys, holder, leaseMs })

  test('refuses a second one while the first holds the chain, and lets it on afterwards with the end read anew', async () => {
    const [one, other] = [sequencer('one', 60_000), sequencer('other', 60_000)]
    expect(await one.append(scope, await pendingOf('a'))).toMatchObject({ done: true })
    expect(await other.append(scope, await pendingOf('b'))).toMatchObject({ done: false })
    await one.release()
    expect(await other.append(scope, await pendingOf('c'))).toMatchObject({ done: true })
    await other.release()
    expect(await one.append(scope, await pendingOf('d'))).toMatchObject({ done: true })
    const chain = await auditEntries.find(scope, {}, { sort: { seq: 1 } })
    expect(chain.map(({ seq, fence }) => [seq, fence])).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ])
    await one.release()
  })

  test('that wakes after its lease with an old end in mind is refused by the taken number and begins anew', async () => {
    const [late, next] = [sequencer('late', 1), sequencer('next', 1)]
    await late.append(scope, await pendingOf('a'))
    await sleep(20)
    await next.append(scope, await pendingOf('b'))
    await sleep(20)
    expect(await late.append(scope, await pendingOf('c'))).toMatchObject({ done: true })
    const chain = await auditEntries.find(scope, {}, { sort: { seq: 1 } })
    expect(chain.map(({ seq, fence }) => [seq, fence])).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ])
  })

  test('frozen for twice its lease right before its insert, finds that the next worker was there, and doubles nothing', async () => {
    for (let count = 0; count < 3; count += 1) await writeNote(platform.ctx())
    const frozen = platform.child(['tests/support/platform-child.ts'], { XLB_PAUSE_AT: 'chain-before-insert' })
    await stopped(frozen.process.pid ?? 0)
    await sleep(5_000)
    await writeNote(platform.ctx())
    await runJobsOnce(platform.house, [])
    const before = await auditEntries.find(scope, {}, { sort: { seq: 1 } })
    expect(before).toHaveLength(4)
    frozen.process.kill('SIGCONT')
    expect(await frozen.ended).toMatchObject({ code: 0 })
    expect(await auditEntries.find(scope, {}, { sort: { seq: 1 } })).toEqual(before)
    expect(await verifyAudit(scope, platform.house.config.keys, [])).toMatchObject({ differences: [], unchained: 0 })
  })
})

/** Until the system shows the process as stopped. */
async function stopped(pid: number): Promise<void> {
  const end = Date.now() + 15_000
  while (!readFileSync(`/proc/${String(pid)}/stat`, 'utf8').includes(') T ')) {
    if (Date.now() > end) throw new Error('the process did not come to its pause')
    await sleep(50)
  }
}
