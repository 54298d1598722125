/** A pack's doses are given once in the county: each takes a place of its code, and the unique index decides a race. */
import type { Ctx } from '#platform/context.ts'
import { AppError } from '#platform/errors.ts'
import { dossiers } from '../data/dossiers.ts'
import type { LotRow } from '../data/lots.ts'

/** `84512345678901234567#1`: the first place that nobody has. @throws AppError `pack-given` */
export async function freePlace(ctx: Ctx, { dosesPerPack }: LotRow, packCode: string): Promise<string> {
  const places = Array.from({ length: dosesPerPack }, (_one, n) => `${packCode}#${String(n + 1)}`)
  const having = { packs: { $in: places }, 'packs.0': { $exists: true } }
  const rows = await dossiers.find(ctx, having, { projection: { packs: 1 }, limit: dosesPerPack })
  const taken = new Set(rows.flatMap((row) => row.packs ?? []))
  const free = places.find((place) => !taken.has(place))
  if (free === undefined) throw new AppError('pack-given')
  return free
}

/** A dossier's places without one of this pack: what was written down was wrong. */
export function withoutPlace(packs: readonly string[], packCode: string): string[] {
  const at = packs.findIndex((place) => place.startsWith(`${packCode}#`))
  return packs.filter((_place, n) => n !== at)
}
