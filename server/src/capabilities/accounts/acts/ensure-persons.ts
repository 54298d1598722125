/** Many persons at once, for an import: a thousand rows in a few commands. Bears repetition: what stands already is found again. */
import type { Ctx } from '#platform/context.ts'
import { firstVersion } from '#platform/db/record.ts'
import { blindsOf } from '#platform/db/sealed.ts'
import { persons, type PersonRow } from '../data/persons.ts'
import { freshPerson } from './ensure-person.ts'

/** What an import is told of a known person. */
export interface KnownPerson {
  readonly id: string
  readonly name: string
  readonly villageCode: string
}

export interface ListedPerson {
  readonly name: string
  /** 18 characters, capital X: read before. */
  readonly idNo: string
  /** `YYYY-MM-DD` */
  readonly birthday: string
  readonly villageCode: string
}

/** By ID number, those of at most a thousand that the county knows. One command. */
export async function knownByIdNo(ctx: Ctx, idNos: readonly string[]): Promise<ReadonlyMap<string, KnownPerson>> {
  const byBlind = new Map(idNos.flatMap((idNo) => blindsOf(persons, ctx, 'idNo', idNo).map((blind) => [blind, idNo])))
  if (byBlind.size === 0) return new Map()
  const rows = await persons.find(
    ctx,
    { idNoBlind: { $in: [...byBlind.keys()] } },
    { hint: 'idNoBlind', projection: { name: 1, villageCode: 1, idNoBlind: 1 } },
  )
  return new Map(
    rows.flatMap(({ _id: id, name, villageCode, idNoBlind }) => {
      const idNo = idNoBlind?.map((blind) => byBlind.get(blind)).find((one) => one !== undefined)
      return idNo === undefined ? [] : [[idNo, { id, name, villageCode }] as const]
    }),
  )
}

/**
 * Finds or makes each; a known person stays as they are. `refused`: places of rows whose number belongs to somebody of another name. Nobody's name is
 * verified by a list: that stays with the register or the counter.
 */
export async function ensurePersons(
  ctx: Ctx,
  rows: readonly ListedPerson[],
): Promise<{ readonly made: number; readonly known: number; readonly refused: readonly number[] }> {
  const known = await knownByIdNo(
    ctx,
    rows.map((row) => row.idNo),
  )
  const fresh = rows.filter((row) => !known.has(row.idNo))
  const made = await persons.insertMissing(
    ctx,
    fresh.map((row) => listedRow(ctx, row)),
  )
  const standing =
    made === fresh.length
      ? known
      : await knownByIdNo(
          ctx,
          rows.map((row) => row.idNo),
        )
  const refused = rows.flatMap((row, at) =>
    standing.has(row.idNo) && standing.get(row.idNo)?.name !== row.name ? [at] : [],
  )
  return { made, known: rows.length - made - refused.length, refused }
}

function listedRow(ctx: Ctx, { idNo, ...row }: ListedPerson): PersonRow {
  const facts = { ...row, document: { kind: 'id-card' as const, number: idNo }, verified: null }
  return firstVersion<PersonRow>(ctx, persons, freshPerson(ctx, facts), {
    act: 'accounts.enter-person',
    note: { verified: null, by: 'import' },
  })
}
