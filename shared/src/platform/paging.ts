/** Pages go by cursor: an opaque string that the server made, never an offset. At most 50 rows, 20 by default. */
import * as z from 'zod/mini'

export const PAGE_DEFAULT = 20
export const PAGE_MOST = 50

/** `limit` arrives as text in a query; only plain ASCII digits from 1 to 50 pass (`１０`, `0x64`, `1e9` do not). */
export const limitSchema = z.pipe(
  z.string().check(z.regex(/^(?:[1-9]|[1-4]\d|50)$/)),
  z.transform((text) => Number(text)),
)

export const pageQuery = {
  limit: z.optional(limitSchema),
  cursor: z.optional(z.string().check(z.regex(/^[\w-]{1,200}$/))),
}

export function pageOf<T extends z.ZodMiniType>(item: T) {
  return z.strictObject({ items: z.array(item), next: z.nullable(z.string()) })
}
