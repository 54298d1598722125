/** Looking for values that must not be said: in what the house logs, answers, and keeps. */
import { Writable } from 'node:stream'
import { nativeDb } from '../../server/src/platform/db/connection.ts'
import type { TestApp } from './app.ts'
import { PROBE } from './plans.ts'

/** By what it is. */
export type Canaries = ReadonlyMap<string, string>

/** Six digits stand alone; everything else may be part of something. */
function says(text: string, value: string): boolean {
  return /^\d{6}$/.test(value) ? new RegExp(`(?<!\\d)${value}(?!\\d)`).test(text) : text.includes(value)
}

export const saidIn = (text: string, canaries: Canaries): string[] =>
  [...canaries].flatMap(([what, value]) => (says(text, value) ? [what] : []))

/** Every value and every field's name, with where it stands. */
function* leaves(value: unknown, path: string): Generator<readonly [string, string]> {
  if (Array.isArray(value)) for (const one of value) yield* leaves(one, path)
  else if (value instanceof Uint8Array) yield [path, Buffer.from(value).toString('latin1')]
  else if (typeof value === 'object' && value !== null && !(value instanceof Date))
    for (const [name, one] of Object.entries(value)) {
      yield [`${path}.{}`, name]
      yield* leaves(one, `${path}.${name}`)
    }
  else yield [path, String(value)]
}

/** `persons.name: own name` of everything that stands readable in a row at this moment. */
export async function keptNow(canaries: Canaries): Promise<string[]> {
  const names = (await nativeDb().listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name)
  const found = new Set<string>()
  for (const name of names)
    for (const row of await nativeDb().collection(name).find({}, { comment: PROBE }).toArray())
      for (const [path, text] of leaves(row, name))
        for (const what of saidIn(text, canaries)) found.add(`${path}: ${what}`)
  return [...found]
}

/** All that the house logs from now on, whatever its level. */
export function listenToLog({ house: { log } }: Pick<TestApp, 'house'>): readonly string[] {
  const stream = Object.getOwnPropertySymbols(log).find((one) => one.description === 'pino.stream')
  if (stream === undefined) throw new Error('the log has no stream to listen to')
  const lines: string[] = []
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString())
      done()
    },
  })
  Reflect.set(log, stream, sink)
  log.level = 'trace'
  return lines
}

/** All that the house answers with an error from now on. */
export function listenToRefusals({ url }: Pick<TestApp, 'url'>): { readonly texts: readonly string[]; stop(): void } {
  const plain = globalThis.fetch
  const texts: string[] = []
  globalThis.fetch = async (...asked) => {
    const answer = await plain(...asked)
    if (answer.url.startsWith(url) && answer.status >= 400) texts.push(await answer.clone().text())
    return answer
  }
  return {
    texts,
    stop: () => {
      globalThis.fetch = plain
    },
  }
}
