/**
 * The server's own keys, kept in a file outside the database and its backups (mode 600). Every MAC and token names its algorithm and key id,
 * so that a change of key, or to SM3/SM4, is a rotation.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { z } from 'zod'

const secret = z.base64().min(40)
const KID = /^[a-z0-9-]{1,32}$/
const namedKey = z.object({ kid: z.string().regex(KID), secret: z.base64().length(44) })
export type NamedKey = z.infer<typeof namedKey>

/** The id of a key written before keys had ids; a MAC without an id is one of it. */
const FIRST_KID = 'k0'

const macKeys = z.array(z.object({ kid: z.string().regex(KID), secret })).min(1)

const fileSchema = z.object({
  /** Of every list the first signs, all verify. */
  jwtKeys: z.array(z.object({ kid: z.string(), secret })).min(1),
  /** Newest first; an old one stays for ever, because the entries of its time are proven with it. */
  auditKeys: macKeys.optional(),
  pendingKeys: macKeys.optional(),
  /** How a file of before named its only ones. */
  auditKey: secret.optional(),
  pendingKey: secret.optional(),
  /** The first seals, all open. Both lists name the same ids in the same order: the two keys of an id come and go together. */
  fieldKeys: z.array(namedKey).min(1).optional(),
  blindIndexKeys: z.array(namedKey).min(1).optional(),
  /** How a file of before named its only one. */
  fieldKey: namedKey.shape.secret.optional(),
  blindIndexKey: namedKey.shape.secret.optional(),
})

const keysSchema = fileSchema.transform((file, ctx) => {
  const fieldKeys = file.fieldKeys ?? listOf(file.fieldKey)
  const blindIndexKeys = file.blindIndexKeys ?? listOf(file.blindIndexKey)
  const auditKeys = file.auditKeys ?? listOf(file.auditKey)
  const pendingKeys = file.pendingKeys ?? listOf(file.pendingKey)
  const ids = fieldKeys.map(({ kid }) => kid)
  const paired = ids.join() === blindIndexKeys.map(({ kid }) => kid).join()
  if (ids.length === 0 || !paired || new Set(ids).size !== ids.length)
    ctx.addIssue({ code: 'custom', path: ['fieldKeys'], message: 'ids must be paired and different' })
  for (const [name, list] of Object.entries({ jwtKeys: file.jwtKeys, auditKeys, pendingKeys }))
    if (list.length === 0 || new Set(list.map(({ kid }) => kid)).size !== list.length)
      ctx.addIssue({ code: 'custom', path: [name], message: 'there must be one, and ids must be different' })
  return { jwtKeys: file.jwtKeys, auditKeys, pendingKeys, fieldKeys, blindIndexKeys }
})
export type Keys = z.infer<typeof keysSchema>

function listOf(only: string | undefined): NamedKey[] {
  return only === undefined ? [] : [{ kid: FIRST_KID, secret: only }]
}

export function readKeys(path: string): Keys {
  return keysSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
}

/** Keys in a fixed order at every depth, undefined left out: equal data give equal bytes. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}

const MAC_NAME = 'HS256'
const MAC = /^HS256:(?:([a-z0-9-]{1,32}):)?([\w-]{43})$/

function digest(secret: string, value: unknown): string {
  return createHmac('sha256', Buffer.from(secret, 'base64')).update(canonicalJson(value)).digest('base64url')
}

/** `HS256:<kid>:<base64url>` over the canonical JSON of a value, under the first key. @throws Error when there is none */
export function macOf([key]: readonly NamedKey[], value: unknown): string {
  if (key === undefined) throw new Error('there is no key to authenticate with')
  return `${MAC_NAME}:${key.kid}:${digest(key.secret, value)}`
}

/** Under the key that the MAC names, if it is one of these. */
export function macMatches(keys: readonly NamedKey[], value: unknown, mac: string): boolean {
  const [, , text = ''] = MAC.exec(mac) ?? []
  const key = keys.find(({ kid }) => kid === kidOf(mac))
  if (key === undefined || text === '') return false
  return timingSafeEqual(Buffer.from(digest(key.secret, value)), Buffer.from(text))
}

/** The id of the key that a MAC names; null: this is no MAC. */
export function kidOf(mac: string): string | null {
  const found = MAC.exec(mac)
  return found === null ? null : (found[1] ?? FIRST_KID)
}

const MARK_LENGTH = 18

/** Which key this is: the same for the same secret, and nothing of it can be told from it. */
export function markOf(secret: string): string {
  return `${MAC_NAME}:${digest(secret, 'which key is this').slice(0, MARK_LENGTH)}`
}
