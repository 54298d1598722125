/** Rows of a CSV file, one after the other: quotes, line ends inside cells, with or without BOM, UTF-8 or GB18030 as Excel in China writes it. */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parse, CsvError } from 'csv-parse'
import type { ByteSource } from '../../domain/byte-source.ts'
import { Refusal } from '../../domain/refusal.ts'
import { MOST_ROW_BYTES, type SheetRow } from '../../domain/sheet-row.ts'

export type Encoding = 'utf-8' | 'gb18030'

/** Strictly: a file that is not UTF-8 to its last byte is read as GB18030, which is strict as well. */
export async function encodingOf(source: ByteSource): Promise<Encoding> {
  const decode = decoderOf('utf-8')
  for await (const piece of source.read(0, source.size)) if (decode(piece) === null) return 'gb18030'
  return decode() === null ? 'gb18030' : 'utf-8'
}

/** null: these bytes are not of the encoding. Without a piece: the end, where nothing may be left over. */
function decoderOf(encoding: Encoding): (piece?: Buffer) => string | null {
  const decoder = new TextDecoder(encoding, { fatal: true })
  return (piece) => {
    try {
      return decoder.decode(piece, { stream: piece !== undefined })
    } catch {
      return null
    }
  }
}

async function* textOf(source: ByteSource, encoding: Encoding): AsyncGenerator<string> {
  const decode = decoderOf(encoding)
  const taken = (text: string | null): string => {
    if (text === null) throw new Refusal('encoding-unknown')
    if (text.includes('\0')) throw new Refusal('not-a-table')
    return text
  }
  let line = 0
  for await (const piece of source.read(0, source.size)) {
    const text = taken(decode(piece))
    // The parser counts what stands in cells; a row of nothing but commas would make a million empty ones.
    const end = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r'))
    line = end < 0 ? line + text.length : text.length - end
    if (line > MOST_ROW_BYTES) throw new Refusal('cell-too-long')
    yield text
  }
  yield taken(decode())
}

/** Line ends may be mixed: rows are often pasted together. */
const options = {
  relax_column_count: true,
  max_record_size: MOST_ROW_BYTES,
  bom: true,
  record_delimiter: ['\r\n', '\n', '\r'],
}

/** @throws Refusal */
export async function* readCsv(source: ByteSource): AsyncGenerator<SheetRow> {
  const encoding = await encodingOf(source)
  const parser = parse(options)
  // A failure of either end comes out of the loop below; here it must only not be unheard.
  void pipeline(Readable.from(textOf(source, encoding)), parser).catch(() => undefined)
  let row = 0
  try {
    const records: AsyncIterable<readonly string[]> = parser
    for await (const record of records) {
      row += 1
      yield { row, cells: record.flatMap((text, at) => (text === '' ? [] : [{ at, text, sort: 'text' as const }])) }
    }
  } catch (error) {
    throw error instanceof CsvError ? refusalOf(error) : error
  }
}

function refusalOf({ code }: CsvError): Refusal {
  return new Refusal(code === 'CSV_MAX_RECORD_SIZE' ? 'cell-too-long' : 'quotes-broken')
}

/** What a workbook begins with: it is a zip. */
export function isZip(head: Buffer): boolean {
  return head.length >= 4 && head.readUInt32LE(0) === 0x04034b50
}
