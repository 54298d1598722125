import type { Ctx } from '#platform/context.ts'
import { openSealed } from '#platform/db/sealed.ts'
import { persons } from '../data/persons.ts'

/** A person's ID number, opened for a question to an office and for nothing else: never stored, logged or answered. null where no card is known. */
export async function idNumberOf(ctx: Ctx, personId: string): Promise<string | null> {
  const person = await persons.findOne(ctx, { _id: personId })
  return person?.idNoSealed === undefined ? null : openSealed(persons, person, 'idNo', person.idNoSealed)
}
