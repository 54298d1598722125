/**
 * The first screen and the search, collected from what each capability hands in (to-do cards, search entries, receipts):
 * home knows no capability by name.
 */
import * as z from 'zod/mini'
import { meSchema } from '../accounts/contract.ts'
import { defineEndpoint } from '../platform/endpoint.ts'
import { fenSchema } from '../platform/money.ts'

const linkSchema = z.strictObject({ route: z.string(), params: z.record(z.string(), z.string()) })

export const todoCardSchema = z.strictObject({
  /** Stable key of the card: `bills:bil_…`. */
  key: z.string(),
  /** The icon's name in the house's set: `water`, … */
  icon: z.string(),
  title: z.string(),
  /** The same said as people say it, for the elder view and read-aloud. */
  spoken: z.string(),
  tag: z.strictObject({
    tone: z.enum(['due', 'overdue', 'confirming', 'paid', 'booked']),
    words: z.string(),
    spoken: z.string(),
  }),
  amount: z.nullable(fenSchema),
  note: z.string(),
  noteSpoken: z.string(),
  action: z.strictObject({ words: z.string(), spoken: z.string(), link: linkSchema }),
  /** Lower comes first. */
  rank: z.int(),
})
export type TodoCard = z.infer<typeof todoCardSchema>

/** Something a person did before and may want to repeat with one tap. */
export const frequentSchema = z.strictObject({
  key: z.string(),
  icon: z.string(),
  title: z.string(),
  note: z.string(),
  link: linkSchema,
})
export type Frequent = z.infer<typeof frequentSchema>

export const searchEntrySchema = z.strictObject({
  key: z.string(),
  icon: z.string(),
  title: z.string(),
  note: z.string(),
  link: linkSchema,
})
export type SearchEntry = z.infer<typeof searchEntrySchema>

export const home = {
  get: defineEndpoint({
    id: 'home.get',
    method: 'GET',
    path: '/home',
    audience: 'resident',
    summary: 'Everything the first screen shows, in one answer of at most 8 KB',
    output: z.strictObject({
      me: meSchema,
      todo: z.array(todoCardSchema),
      /** false: a part could not be asked, so that no card does not mean nothing to do; the page says so. */
      todoComplete: z.boolean(),
      frequent: z.array(frequentSchema),
      unread: z.int(),
      asOf: z.string(),
    }),
    errors: [],
    limiter: 'read',
    idempotent: false,
  }),
  search: defineEndpoint({
    id: 'home.search',
    method: 'GET',
    path: '/search',
    audience: 'resident',
    summary: 'Find a service by word, synonym or pinyin',
    query: z.strictObject({ q: z.string().check(z.minLength(1), z.maxLength(40)) }),
    output: z.strictObject({ items: z.array(searchEntrySchema) }),
    errors: [],
    limiter: 'read',
    idempotent: false,
  }),
}
