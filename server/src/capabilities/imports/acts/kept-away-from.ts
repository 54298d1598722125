/** Nobody handles their own or their family's matter: neither who uploaded a table nor who agreed to it. */
import type { Ctx } from '#platform/context.ts'
import { familyOf } from '../../families/index.ts'

/** The officers as residents (null: not known as one), and everybody who is or was of their families. */
export async function keptAwayFrom(ctx: Ctx, officers: readonly (string | null)[]): Promise<ReadonlySet<string>> {
  const own = new Set<string>()
  for (const personId of officers) {
    if (personId === null) continue
    own.add(personId)
    for (const one of await familyOf(ctx, personId)) own.add(one)
  }
  return own
}
