/** What an operator's verify command counts and finds, through the capability that hands it in. */
import type { Verified } from '../../server/src/platform/capability.ts'
import { SUICHANG, type TestApp } from './app.ts'

/** `ledger`, `bills`, `approvals`: the name after `npm run …:verify`. */
export async function verified(app: TestApp, name: string, tenant = SUICHANG): Promise<Verified> {
  const run = app.house.capabilities.flatMap((one) => one.verify?.[name] ?? []).at(0)
  if (run === undefined) throw new Error(`no capability has a verify command ${name}`)
  return await run(app.ctx(tenant))
}
