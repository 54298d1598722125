/**
 * The world's time: the machine's clock plus an offset. With a clock file (JSON `{"offsetMs": n}`) several processes jump together;
 * it is read again at most every 200 ms. All instants are milliseconds since 1970.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import * as z from 'zod'

export interface Clock {
  now(): number
  /** How far this clock runs ahead of the machine's, in ms. */
  offsetMs(): number
  setOffset(offsetMs: number): void
}

const REREAD_MS = 200
const fileSchema = z.object({ offsetMs: z.number().int() })

function readOffset(file: string): number | undefined {
  try {
    return fileSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).offsetMs
  } catch {
    return undefined // absent, or being replaced: the last known offset stays
  }
}

/** A clock of its own, or one shared through `file`. */
export function createClock(file?: string): Clock {
  let offset = 0
  let readAt = -Infinity
  const current = (): number => {
    if (file === undefined || Date.now() - readAt < REREAD_MS) return offset
    readAt = Date.now()
    offset = readOffset(file) ?? offset
    return offset
  }
  return {
    now: () => Date.now() + current(),
    offsetMs: current,
    setOffset: (offsetMs) => {
      offset = offsetMs
      readAt = Date.now()
      if (file === undefined) return
      writeFileSync(`${file}.new`, JSON.stringify({ offsetMs }))
      renameSync(`${file}.new`, file)
    },
  }
}

/** `2026-11-26T15:04:05+08:00`, the way WeChat Pay writes times. */
export function rfc3339(atMs: number): string {
  return new Date(atMs + 8 * 3_600_000).toISOString().slice(0, 19) + '+08:00'
}
