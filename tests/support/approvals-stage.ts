/** Two counties with officers and the tests' own kinds of approval, and the calls that officers make. */
import { expect } from '@jest/globals'
import { approvals as contract, type Approval } from '@xlb/shared/approvals/contract.ts'
import type { ApprovalRow } from '../../server/src/platform/approvals/approvals.ts'
import { approvals } from '../../server/src/platform/approvals/rows.ts'
import { countCommands } from '../../server/src/platform/db/connection.ts'
import { SUICHANG, type TestApp } from './app.ts'
import { send, type Answer } from './call.ts'
import { startAppWith } from './seed-only.ts'
import { beside, deeds, type DeedRow } from './second-person.ts'
import { fingerprints } from './snapshot.ts'
import { staffToken } from './staff.ts'

export const HOUR = 3_600_000
export const MINUTE = 60_000
export const unknownApproval = { _id: `apr_${'0'.repeat(20)}` }

/** Used by every request of an officer. */
const USED = ['staffSessions', 'idempotencyKeys']

export interface Named {
  readonly _id: string
}
export interface Call {
  readonly token: string
  readonly key?: string
}
type Act = (row: Named, call: Call) => Promise<Answer<Approval>>

export interface ApprovalsStage extends TestApp {
  /** A token of `suichang-<key>`. */
  tokenOf(key: string): Promise<string>
  rowOf(row: Named): Promise<ApprovalRow>
  deedOf(row: Named): Promise<DeedRow | null>
  readonly show: Act
  readonly approve: Act
  readonly withdraw: Act
  refuse(row: Named, call: Call, reason?: string): Promise<Answer<Approval>>
  list(
    state: 'open' | 'mine',
    call: Call,
    more?: { readonly cursor?: string; readonly limit?: string },
  ): ReturnType<typeof listOf>
  /** Everything but what a request always touches. */
  untouched(): ReturnType<typeof fingerprints>
  /** Refused with this code, and nothing changed. */
  refusedUntouched(act: () => Promise<Answer<unknown>>, status: number, code: string): Promise<void>
}

const at = (row: Named) => ({ params: { approvalId: row._id } })

async function listOf(url: string, query: { state: 'open' | 'mine'; cursor?: string; limit?: string }, call: Call) {
  return (await send(url, contract.list, { query }, call)).value()
}

export async function openApprovalsStage(): Promise<ApprovalsStage> {
  const app = await startAppWith(['organisations', 'accounts', 'staff'], { beside: [beside] })
  const { url } = app
  const scope = { tenant: SUICHANG }
  const untouched = () => fingerprints(USED)
  return {
    ...app,
    tokenOf: (key) => staffToken(app, `suichang-${key}`),
    async rowOf({ _id }) {
      const found = await approvals.findOne(scope, { _id })
      if (found === null) throw new Error('the approval is gone')
      return found
    },
    deedOf: ({ _id }) => deeds.findOne(scope, { _id }),
    show: (row, call) => send(url, contract.show, at(row), call),
    approve: (row, call) => send(url, contract.approve, { ...at(row), body: {} }, call),
    withdraw: (row, call) => send(url, contract.withdraw, { ...at(row), body: {} }, call),
    refuse: (row, call, reason = '户口簿上的名字不一样') =>
      send(url, contract.refuse, { ...at(row), body: { reason } }, call),
    list: (state, call, more = {}) => listOf(url, { state, ...more }, call),
    untouched,
    async refusedUntouched(act, status, code) {
      const before = await untouched()
      const answer = await act()
      expect([answer.status, answer.code]).toEqual([status, code])
      expect(await untouched()).toEqual(before)
    },
  }
}

export async function commandsOf(job: () => Promise<unknown>): Promise<string[]> {
  const commands = countCommands()
  await job()
  return commands()
}
