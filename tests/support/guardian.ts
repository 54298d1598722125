/** A right that ended, and stands again: of all guardians of a child, or of one. */
import { guardianships } from '../../server/src/capabilities/families/data/guardianships.ts'
import type { TestApp } from './app.ts'

export async function setOpen(app: TestApp, childPersonId: string, open: boolean, guardian?: string): Promise<void> {
  const of = guardian === undefined ? { childPersonId } : { childPersonId, guardianPersonId: guardian }
  for (const { _id } of await guardianships.find(app.ctx(), of))
    await guardianships.update(app.ctx(), { _id }, { $set: { state: open ? 'ACTIVE' : 'ENDED', open } })
}
