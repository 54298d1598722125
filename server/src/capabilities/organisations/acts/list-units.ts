import type { InputOf } from '@xlb/shared/platform/endpoint.ts'
import type { organisations } from '@xlb/shared/organisations/contract.ts'
import { PAGE_DEFAULT } from '@xlb/shared/platform/paging.ts'
import { fieldMessages } from '@xlb/shared/platform/messages.zh-CN.ts'
import { UNIT_CODE } from '@xlb/shared/platform/roles.ts'
import type { Ctx } from '#platform/context.ts'
import { AppError, notFound } from '#platform/errors.ts'
import type { UnitRow } from '../data/units.ts'
import { unitsOf } from './read-places.ts'

type Query = InputOf<typeof organisations.units>['query']

const LIST = 'units'

/** The cursor is the last code shown: a unit that comes or goes meanwhile moves nothing. */
const cursorOf = (code: string): string => Buffer.from(JSON.stringify([LIST, code])).toString('base64url')

function placeIn(cursor: string): string {
  const [, code = ''] = /^\["units","([^"]{1,60})"\]$/.exec(Buffer.from(cursor, 'base64url').toString('utf8')) ?? []
  if (UNIT_CODE.test(code) && cursorOf(code) === cursor) return code
  throw new AppError('invalid-input', {}, [
    { path: 'query.cursor', code: 'wrong-format', message: fieldMessages['wrong-format'] ?? '' },
  ])
}

/** From the county's kept tree: no command while it is fresh. */
export async function listUnits(ctx: Ctx, query: Query): Promise<{ rows: readonly UnitRow[]; next: string | null }> {
  const after = query.cursor === undefined ? '' : placeIn(query.cursor)
  const known = await unitsOf(ctx)
  const below = query.below ?? ctx.tenant
  if (!known.has(below)) throw notFound()
  const limit = query.limit ?? PAGE_DEFAULT
  const found = [...known.values()].filter(
    (row) =>
      row.parent === below &&
      row._id > after &&
      (query.level === undefined || row.level === query.level) &&
      (query.show === 'all' || row.state === 'OPEN'),
  )
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  return { rows, next: found.length > limit && last !== undefined ? cursorOf(last._id) : null }
}
