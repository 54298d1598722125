/** Two counties with their officers, and the calls that officers make to the register of desk cases. */
import { expect } from '@jest/globals'
import { desk as contract, type DeskCaseView } from '@xlb/shared/desk/contract.ts'
import type { TestApp } from './app.ts'
import type { Call } from './approvals-stage.ts'
import { send, type Answer } from './call.ts'
import { beside, YUNFENG } from './second-person.ts'
import { startAppWith } from './seed-only.ts'
import { fingerprints } from './snapshot.ts'
import { staffToken } from './staff.ts'

const USED = ['staffSessions', 'idempotencyKeys']

export interface Opening {
  readonly unitCode?: string
  readonly kind?: 'identity' | 'bill'
  readonly personId?: string | null
}
type Outcome = 'done' | 'nothing'

export interface DeskStage extends TestApp {
  /** A token of `suichang-<key>`, or of an officer of 松阳 by the whole key. */
  tokenOf(key: string): Promise<string>
  open(opening: Opening, call: Call): Promise<Answer<DeskCaseView>>
  show(caseId: string, call: Call): Promise<Answer<DeskCaseView>>
  close(caseId: string, call: Call, outcome?: Outcome): Promise<Answer<DeskCaseView>>
  list(call: Call, query?: { limit?: string; cursor?: string }): ReturnType<typeof listOf>
  /** A case that the county's desk opened. */
  opened(opening?: Opening): Promise<DeskCaseView>
  /** Refused with this code, and nothing changed. */
  refusedUntouched(act: () => Promise<Answer<unknown>>, status: number, code: string): Promise<void>
}

async function listOf(url: string, query: { limit?: string; cursor?: string }, call: Call) {
  return (await send(url, contract.list, { query }, call)).value()
}

export async function openDeskStage(): Promise<DeskStage> {
  const app = await startAppWith(['organisations', 'accounts', 'staff'], { beside: [beside] })
  const { url } = app
  const tokenOf = (key: string) => staffToken(app, key.startsWith('songyang') ? key : `suichang-${key}`)
  const open = ({ unitCode = YUNFENG, kind = 'identity', personId = null }: Opening, call: Call) =>
    send(url, contract.open, { body: { unitCode, kind, personId } }, call)
  return {
    ...app,
    tokenOf,
    open,
    show: (caseId, call) => send(url, contract.show, { params: { caseId } }, call),
    close: (caseId, call, outcome = 'done') =>
      send(url, contract.close, { params: { caseId }, body: { outcome } }, call),
    list: (call, query = {}) => listOf(url, query, call),
    opened: async (opening = {}) => (await open(opening, { token: await tokenOf('counter-a') })).value(),
    async refusedUntouched(act, status, code) {
      const before = await fingerprints(USED)
      const answer = await act()
      expect([answer.status, answer.code]).toEqual([status, code])
      expect(await fingerprints(USED)).toEqual(before)
    },
  }
}
