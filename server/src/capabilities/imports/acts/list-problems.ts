import { cellFaultWords } from '@xlb/shared/imports/messages.zh-CN.ts'
import type { imports } from '@xlb/shared/imports/contract.ts'
import type { InputOf, OutputOf } from '@xlb/shared/platform/endpoint.ts'
import { fillSentence } from '@xlb/shared/platform/error.ts'
import { fieldMessages } from '@xlb/shared/platform/messages.zh-CN.ts'
import { PAGE_DEFAULT } from '@xlb/shared/platform/paging.ts'
import type { Ctx } from '#platform/context.ts'
import { AppError } from '#platform/errors.ts'
import { importProblems, type ProblemRow } from '../data/problems.ts'
import { columnName } from '../domain/sheet-row.ts'

type Page = OutputOf<typeof imports.problems>
type Query = InputOf<typeof imports.problems>['query']

const cursorOf = (importId: string, place: string): string =>
  Buffer.from(JSON.stringify([importId, place])).toString('base64url')

function placeIn(importId: string, cursor: string): string {
  const text = Buffer.from(cursor, 'base64url').toString('utf8')
  const place = /"(\d{7}-\d{5})"\]$/.exec(text)?.[1] ?? ''
  if (cursorOf(importId, place) === cursor) return place
  throw new AppError('invalid-input', {}, [
    { path: 'query.cursor', code: 'wrong-format', message: fieldMessages['wrong-format'] ?? '' },
  ])
}

/** In the order of the table; one command. */
export async function listProblems(ctx: Ctx, importId: string, query: Query): Promise<Page> {
  const limit = query.limit ?? PAGE_DEFAULT
  const after = query.cursor === undefined ? {} : { place: { $gt: placeIn(importId, query.cursor) } }
  const found = await importProblems.find(ctx, { importId, ...after }, { sort: { place: 1 }, limit: limit + 1 })
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  const next = found.length > limit && last !== undefined ? cursorOf(importId, last.place) : null
  return { items: rows.map(presentProblem), next }
}

function presentProblem({ row, at, code, other }: ProblemRow): Page['items'][number] {
  const column = at === null ? null : columnName(at)
  return {
    sheet: 1,
    row,
    column,
    cell: column === null ? null : `${column}${String(row)}`,
    code,
    message: fillSentence(cellFaultWords[code], other === null ? {} : { other }),
    other,
  }
}
