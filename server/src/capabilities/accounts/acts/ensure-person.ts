/** The one record of a person in a county, found by the document or made. A unique index decides when two come at once. */
import type { Ctx } from '#platform/context.ts'
import { isDuplicateKey } from '#platform/db/proof.ts'
import { createRecord, moveRecord, type Change, type Deed } from '#platform/db/record.ts'
import { sealedFields } from '#platform/db/sealed.ts'
import { AppError } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'
import { persons, type PersonRow, type Verified } from '../data/persons.ts'
import { documentText, findByDocument, type Document } from './find-person.ts'

export interface PersonFacts {
  readonly name: string
  readonly document: Document
  /** `YYYY-MM-DD` */
  readonly birthday: string | null
  readonly villageCode: string
  readonly verified: Verified | null
}

/** Finds or makes; one that is known stays as it stands, another name included. */
export async function ensurePersonRow(ctx: Ctx, facts: PersonFacts): Promise<PersonRow> {
  const known = await findByDocument(ctx, facts.document)
  if (known !== null) return known
  try {
    return await createRecord(ctx, persons, freshPerson(ctx, facts), {
      act: 'accounts.enter-person',
      note: { verified: facts.verified },
    })
  } catch (error) {
    if (!isDuplicateKey(error)) throw error
  }
  const standing = await findByDocument(ctx, facts.document)
  if (standing === null) throw new AppError('changed-meanwhile')
  return standing
}

export function freshPerson(ctx: Ctx, facts: PersonFacts, _id = newId('per')) {
  const { name, document, birthday, villageCode, verified } = facts
  const key = { _id, tenant: ctx.tenant }
  const sealed =
    document.kind === 'id-card'
      ? sealedFields(persons, key, 'idNo', document.number)
      : { documentKind: document.kind, ...sealedFields(persons, key, 'document', documentText(document)) }
  return {
    ...key,
    state: 'LIVING' as const,
    name,
    villageCode,
    verified,
    ...(birthday === null ? {} : { birthday }),
    createdAt: ctx.clock.instant(),
    ...sealed,
  }
}

const MOST_TRIES = 5

export interface Decided extends Omit<Deed, 'act'> {
  readonly change: Change<PersonRow>
}

/**
 * Changes a person by one guarded update that carries its audit entry; `decide` is asked again when somebody was faster, and says null where nothing
 * is left to do. Answers the row afterwards.
 */
export async function changePerson(
  ctx: Ctx,
  first: PersonRow,
  act: string,
  decide: (row: PersonRow) => Decided | null,
): Promise<PersonRow> {
  let row = first
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const decided = decide(row)
    if (decided === null) return row
    const { change, ...told } = decided
    const moved = await moveRecord(ctx, persons, row, change, { act, ...told })
    if (moved !== null) return moved
    const again = await persons.findOne(ctx, { _id: row._id })
    if (again === null) throw new AppError('changed-meanwhile')
    row = again
  }
  throw new AppError('changed-meanwhile')
}
