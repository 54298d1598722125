/**
 * Pages by key: a cursor is the place of the last row shown, (field, id), so that page 1,000 costs what page 1 costs and a row that arrives
 * meanwhile moves nothing. The cursor names its list; one of another list, or one that was not made here, is refused by name.
 */
import { PAGE_DEFAULT } from '@xlb/shared/platform/paging.ts'
import { fieldMessages } from '@xlb/shared/platform/messages.zh-CN.ts'
import type mongoose from 'mongoose'
import { AppError } from '../errors.ts'
import type { ReadOptions, Row } from './collection.ts'

/** What the contract's `pageQuery` parses to. */
export interface PageQuery {
  readonly cursor?: string | undefined
  readonly limit?: number | undefined
}

export interface PageOrder<T extends Row> {
  /** Filter and options of the one read; spread them beside the owner's filter. Throws `invalid-input` naming `query.cursor`. */
  read(query: PageQuery): { filter: mongoose.mongo.Filter<T>; options: ReadOptions }
  /** The rows of the page, and the cursor of the next one (null: there is none). */
  page(rows: readonly T[], query: PageQuery): { rows: readonly T[]; next: string | null }
}

interface Place {
  readonly value: string
  readonly id: string
}

const ID_PATTERN = /^[a-z]{3}_[0-9a-z]{20}$/
/** As the context's clock writes it. */
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/

function encode(list: string, place: Place): string {
  return Buffer.from(JSON.stringify([list, place.value, place.id])).toString('base64url')
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    return null
  }
}

function decode(list: string, shape: RegExp, cursor: string): Place | null {
  const parsed = parse(cursor)
  if (!Array.isArray(parsed) || parsed.length !== 3) return null
  const [of, value, id] = parsed as unknown[]
  if (of !== list || typeof value !== 'string' || !shape.test(value) || typeof id !== 'string' || !ID_PATTERN.test(id))
    return null
  const place = { value, id }
  // One place has one spelling: what does not come back as it was sent was not made here.
  return encode(list, place) === cursor ? place : null
}

function refuse(): never {
  throw new AppError('invalid-input', {}, [
    { path: 'query.cursor', code: 'wrong-format', message: fieldMessages['wrong-format'] ?? '' },
  ])
}

/**
 * Newest first by a field of text that sorts as time does (an instant, a day, a period), then by id. `list` is the endpoint's id; `shape` is
 * what a value of the field looks like, an instant unless told otherwise. The index that serves it ends in `{ [field]: -1, _id: -1 }`.
 */
export function newestFirst<T extends Row>(list: string, field: keyof T & string, shape = INSTANT): PageOrder<T> {
  const limitOf = (query: PageQuery): number => query.limit ?? PAGE_DEFAULT
  return {
    read(query) {
      const options: ReadOptions = { sort: { [field]: -1, _id: -1 }, limit: limitOf(query) + 1 }
      if (query.cursor === undefined) return { filter: {}, options }
      const place = decode(list, shape, query.cursor) ?? refuse()
      // The first bound alone lets the index begin at the place: without it MongoDB may walk there from the newest row.
      const bound = { [field]: { $lte: place.value } }
      const after = {
        ...bound,
        $or: [{ [field]: { $lt: place.value } }, { [field]: place.value, _id: { $lt: place.id } }],
      }
      return { filter: after as unknown as mongoose.mongo.Filter<T>, options }
    },
    page(rows, query) {
      const limit = limitOf(query)
      const shown = rows.slice(0, limit)
      const last = shown.at(-1)
      const next =
        rows.length > limit && last !== undefined ? encode(list, { value: String(last[field]), id: last._id }) : null
      return { rows: shown, next }
    },
  }
}
