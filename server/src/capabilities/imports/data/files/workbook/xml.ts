/**
 * XML as it streams by: elements by their local names, text when an element ends. No DTD, no entities of a file's own, bounded depth, and nothing
 * between two tags that is longer than a row may be: what is not there cannot be expanded.
 */
import { SaxesParser } from 'saxes'
import { Refusal } from '../../../domain/refusal.ts'
import { MOST_ROW_BYTES } from '../../../domain/sheet-row.ts'

export interface XmlHandlers {
  open(name: string, attributes: Readonly<Record<string, string>>): void
  /** `text` is what stood directly in it since its last child. */
  close(name: string, text: string): void
}

const MOST_DEPTH = 32

/** `x:row` → `row`: which prefix a program writes is its own affair. */
const localName = (name: string): string => name.slice(name.indexOf(':') + 1)

/** Feeds the pieces; after each the caller takes what the handlers gathered. @throws Refusal */
export async function* readXml(pieces: AsyncIterable<Buffer>, handlers: XmlHandlers): AsyncGenerator<void> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const state = { depth: 0, since: 0, text: '' }
  const parser = parserFor(handlers, state)
  const feed = (text: string): void => {
    state.since += text.length
    parser.write(text)
    if (state.since > MOST_ROW_BYTES + text.length) throw new Refusal('cell-too-long')
  }
  for await (const piece of pieces) {
    guard(() => {
      feed(decoder.decode(piece, { stream: true }))
    })
    yield
  }
  guard(() => {
    feed(decoder.decode())
    parser.close()
  })
  yield
}

/** A parser's or decoder's complaint quotes the file; only that it complained is kept. */
function guard(work: () => void): void {
  try {
    work()
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal('file-broken')
  }
}

function parserFor(handlers: XmlHandlers, state: { depth: number; since: number; text: string }) {
  const parser = new SaxesParser({ xmlns: false, position: false })
  parser.on('error', () => {
    throw new Refusal('file-broken')
  })
  parser.on('doctype', () => {
    throw new Refusal('file-broken')
  })
  const take = (text: string): void => {
    state.since = 0
    state.text += text
    if (state.text.length > MOST_ROW_BYTES) throw new Refusal('cell-too-long')
  }
  parser.on('text', take)
  parser.on('cdata', take)
  parser.on('opentag', ({ name, attributes }) => {
    state.since = 0
    state.text = ''
    state.depth += 1
    if (state.depth > MOST_DEPTH) throw new Refusal('file-broken')
    handlers.open(localName(name), attributes)
  })
  parser.on('closetag', ({ name }) => {
    state.since = 0
    state.depth -= 1
    handlers.close(localName(name), state.text)
    state.text = ''
  })
  return parser
}
