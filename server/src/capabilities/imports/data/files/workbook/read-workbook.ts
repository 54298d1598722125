/** Rows of the first table of an XLSX workbook, one after the other. */
import type { ByteSource } from '../../../domain/byte-source.ts'
import { Refusal } from '../../../domain/refusal.ts'
import type { SheetRow } from '../../../domain/sheet-row.ts'
import { createSheet } from './sheet.ts'
import { createStringTable, type StringTable } from './string-table.ts'
import { readXml } from './xml.ts'
import { readDirectory, readEntry, type Entry } from './zip.ts'

/** Unpacked. 200,000 rows of ten columns take about half of it. */
const MOST_SHEET = 256 * 1_048_576
const MOST_TEXTS = 128 * 1_048_576
const MOST_PART = 1_048_576

type Entries = ReadonlyMap<string, Entry>

/** @throws Refusal */
export async function* readWorkbook(source: ByteSource): AsyncGenerator<SheetRow> {
  const entries = await readDirectory(source)
  const { path, since1904 } = await firstSheet(source, entries)
  const texts = await sharedTexts(source, entries)
  const sheet = createSheet(texts, since1904)
  for await (const _piece of readXml(readEntry(source, entryOf(entries, path), MOST_SHEET), sheet.handlers))
    yield* sheet.take()
}

function entryOf(entries: Entries, path: string): Entry {
  const entry = entries.get(path)
  if (entry === undefined) throw new Refusal('not-a-table')
  return entry
}

async function walk(source: ByteSource, entry: Entry, most: number, open: Parameters<typeof readXml>[1]['open']) {
  for await (const _piece of readXml(readEntry(source, entry, most), { open, close: () => undefined })) continue
}

async function firstSheet(source: ByteSource, entries: Entries): Promise<{ path: string; since1904: boolean }> {
  const found = { id: '', target: '', since1904: false }
  await walk(source, entryOf(entries, 'xl/workbook.xml'), MOST_PART, (name, attributes) => {
    if (name === 'workbookPr') found.since1904 = /^(?:1|true)$/.test(attributes['date1904'] ?? '')
    if (name === 'sheet' && found.id === '') found.id = relationId(attributes)
  })
  await walk(source, entryOf(entries, 'xl/_rels/workbook.xml.rels'), MOST_PART, (name, attributes) => {
    if (name === 'Relationship' && attributes['Id'] === found.id) found.target = attributes['Target'] ?? ''
  })
  const target = found.target
  return { path: target.startsWith('/') ? target.slice(1) : `xl/${target}`, since1904: found.since1904 }
}

function relationId(attributes: Readonly<Record<string, string>>): string {
  return Object.entries(attributes).find(([name]) => name.endsWith(':id'))?.[1] ?? ''
}

/** `<si>` holds one text, or runs of it; readings of characters (`rPh`) are not part of it. */
async function sharedTexts(source: ByteSource, entries: Entries): Promise<StringTable> {
  const table = createStringTable()
  const entry = entries.get('xl/sharedStrings.xml')
  if (entry === undefined) return table
  const state = { text: '', reading: false }
  const handlers = {
    open: (name: string) => {
      if (name === 'si') state.text = ''
      if (name === 'rPh') state.reading = true
    },
    close: (name: string, text: string) => {
      if (name === 'rPh') state.reading = false
      if (name === 't' && !state.reading) state.text += text
      if (name === 'si') table.add(state.text)
    },
  }
  for await (const _piece of readXml(readEntry(source, entry, MOST_TEXTS), handlers)) continue
  return table
}
