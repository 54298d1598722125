/** A county's units, from memory where a minute has not passed. */
import type { Ctx } from '#platform/context.ts'
import { keepAMinute } from '#platform/kept-a-minute.ts'
import { units, type UnitRow } from '../data/units.ts'

export type Units = ReadonlyMap<string, UnitRow>

const kept = keepAMinute<Units>(readUnits, ({ size }) => size === 0)

/** The county's units by code, the closed ones too, in the order of their codes; empty where nothing was seeded. */
export const unitsOf = kept.get
export const forgetUnits = kept.forget

async function readUnits(ctx: Ctx): Promise<Units> {
  const rows = await units.find(ctx, {}, { hint: 'id', sort: { _id: 1 }, projection: { pending: 0 } })
  return new Map(rows.map((row) => [row._id, row]))
}
