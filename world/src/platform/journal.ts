/**
 * The world's memory: an append-only file of JSON lines, one line per change of an entity (`{"k": kind, "id": id, "v": entity | null}`).
 * It is replayed and compacted at start. A last line torn by a kill is dropped; a torn line anywhere else refuses the start.
 */
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import * as z from 'zod'

export interface Table<T> {
  get(id: string): T | undefined
  /** Insert or replace; on disk (not only in memory) when this returns. */
  put(id: string, value: T): void
  remove(id: string): void
  all(): T[]
}

export interface Journal {
  /** Opens one kind of entity; entities that no longer fit the schema refuse the start. */
  table<T>(kind: string, schema: z.ZodType<T>): Table<T>
  clear(): void
  close(): void
}

const lineSchema = z.object({ k: z.string(), id: z.string(), v: z.unknown() })
type Rows = Map<string, unknown>

function linesOf(file: string): z.infer<typeof lineSchema>[] {
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').split('\n')
  lines.pop() // what follows the last newline: nothing, or the torn end of a killed write
  return lines.map((line, at) => {
    try {
      return lineSchema.parse(JSON.parse(line))
    } catch {
      throw new Error(`${file}: line ${String(at + 1)} is broken; move the file away to begin anew`)
    }
  })
}

function replay(file: string): Map<string, Rows> {
  const kinds = new Map<string, Rows>()
  for (const { k, id, v } of linesOf(file)) {
    const rows = kinds.get(k) ?? new Map<string, unknown>()
    kinds.set(k, rows)
    if (v === null || v === undefined) rows.delete(id)
    else rows.set(id, v)
  }
  return kinds
}

function compact(file: string, kinds: ReadonlyMap<string, Rows>): void {
  const next = openSync(`${file}.new`, 'w')
  for (const [k, rows] of kinds) for (const [id, v] of rows) writeSync(next, `${JSON.stringify({ k, id, v })}\n`)
  fsyncSync(next)
  closeSync(next)
  renameSync(`${file}.new`, file)
}

/** Opens (or begins) the journal in `file`. Throws when the file holds a broken line that is not the last. */
export function openJournal(file: string): Journal {
  const kinds = replay(file)
  compact(file, kinds)
  let handle = openSync(file, 'a')
  const live: Rows[] = []
  const append = (k: string, id: string, v: unknown): void => {
    writeSync(handle, `${JSON.stringify({ k, id, v })}\n`)
  }
  const table = <T>(kind: string, schema: z.ZodType<T>): Table<T> => {
    const rows = new Map<string, T>()
    for (const [id, value] of kinds.get(kind) ?? []) rows.set(id, schema.parse(value))
    live.push(rows)
    return {
      get: (id) => rows.get(id),
      put: (id, value) => {
        append(kind, id, value)
        rows.set(id, value)
      },
      remove: (id) => {
        append(kind, id, null)
        rows.delete(id)
      },
      all: () => [...rows.values()],
    }
  }
  return {
    table,
    clear: () => {
      closeSync(handle)
      compact(file, new Map())
      handle = openSync(file, 'a')
      for (const rows of live) rows.clear()
    },
    close: () => {
      closeSync(handle)
    },
  }
}
