/**
 * Passwords are kept as scrypt (RFC 7914) with a salt of their own; the text names its costs, so that they can be raised while old ones still verify.
 * A few are worked out at a time and a few more may wait: whoever floods the door gets 503, and the rest of the house its threads.
 */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { AppError } from '#platform/errors.ts'

interface Costs {
  readonly N: number
  readonly r: number
  readonly p: number
}

const COSTS: Costs = { N: 2 ** 15, r: 8, p: 1 }
const SALT_BYTES = 16
const HASH_BYTES = 32
const MOST_MEMORY = 64 * 1024 * 1024
const FORM = /^scrypt\$N=(\d{4,7}),r=(\d{1,2}),p=(\d{1,2})\$([\w-]{22})\$([\w-]{43})$/

const MOST_AT_ONCE = 2
const MOST_WAITING = 60
const gate: { running: number; waiting: (() => void)[] } = { running: 0, waiting: [] }

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (gate.running >= MOST_AT_ONCE) {
    if (gate.waiting.length >= MOST_WAITING) throw new AppError('unavailable')
    await new Promise<void>((resolve) => gate.waiting.push(resolve))
  } else gate.running += 1
  try {
    return await work()
  } finally {
    const next = gate.waiting.shift()
    if (next === undefined) gate.running -= 1
    else next()
  }
}

async function derive(password: string, salt: Buffer, costs: Costs): Promise<Buffer> {
  return await inTurn(
    () =>
      new Promise((resolve, reject) => {
        scrypt(password.normalize('NFC'), salt, HASH_BYTES, { ...costs, maxmem: MOST_MEMORY }, (error, key) => {
          if (error === null) resolve(key)
          else reject(error)
        })
      }),
  )
}

/** `scrypt$N=32768,r=8,p=1$<salt>$<hash>`, both in base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  const hash = await derive(password, salt, COSTS)
  const { N, r, p } = COSTS
  return `scrypt$N=${N},r=${r},p=${p}$${salt.toString('base64url')}$${hash.toString('base64url')}`
}

/** Hashes as long where there is no password: nobody learns from the time whether there is an account. */
export async function passwordMatches(stored: string | null, password: string): Promise<boolean> {
  const [, N, r, p, salt, hash] = FORM.exec(stored ?? '') ?? []
  if (salt === undefined || hash === undefined) {
    await derive(password, Buffer.alloc(SALT_BYTES), COSTS)
    return false
  }
  const given = await derive(password, Buffer.from(salt, 'base64url'), { N: Number(N), r: Number(r), p: Number(p) })
  return timingSafeEqual(given, Buffer.from(hash, 'base64url'))
}
