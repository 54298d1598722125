import type { CounterDocumentKind } from '@xlb/shared/accounts/contract.ts'
import { readIdNumber } from '@xlb/shared/platform/id-number.ts'
import { dayOf } from '@xlb/shared/platform/time.ts'
import type { Ctx } from '#platform/context.ts'
import { blindsOf } from '#platform/db/sealed.ts'
import { persons, type PersonRow } from '../data/persons.ts'

/** A document that names one person: an ID card's number in its stored form, or another kind with its number. */
export interface Document {
  readonly kind: CounterDocumentKind
  readonly number: string
}

/** Two kinds may have the same number: the kind is part of what is sealed. */
export function documentText({ kind, number }: Document): string {
  return `${kind}:${number.toUpperCase().replaceAll('（', '(').replaceAll('）', ')')}`
}

/** One command. */
export async function findByDocument(ctx: Ctx, document: Document): Promise<PersonRow | null> {
  if (document.kind === 'id-card')
    return await persons.findOne(ctx, { idNoBlind: { $in: blindsOf(persons, ctx, 'idNo', document.number) } })
  const blinds = blindsOf(persons, ctx, 'document', documentText(document))
  return await persons.findOne(ctx, { documentBlind: { $in: blinds } })
}

/** One command; none for what is no ID number. */
export async function findByIdNo(ctx: Ctx, text: string): Promise<PersonRow | null> {
  const read = readIdNumber(text, dayOf(ctx.clock.now()))
  return read.ok ? await findByDocument(ctx, { kind: 'id-card', number: read.value.idNo }) : null
}
