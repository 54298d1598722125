/** An XLSX workbook as bytes: a zip of a few XML parts, made by hand, so that a test can also make one that no spreadsheet would. */
import { crc32, deflateRawSync } from 'node:zlib'

export interface Part {
  readonly name: string
  readonly body: Buffer
  /** What the directory claims instead of the truth. */
  readonly claims?: {
    readonly unpacked?: number
    readonly crc?: number
    readonly flags?: number
    readonly method?: number
  }
  /** Ready bytes instead of the packed body. */
  readonly packed?: Buffer
}

/** A number cell, a formula with its last value, or a text. */
export type CellValue = string | { readonly number: number } | { readonly formula: string; readonly value: string }

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

export function zipOf(parts: readonly Part[]): Buffer {
  const local: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const { name, body, claims = {}, packed = deflateRawSync(body) } of parts) {
    const path = Buffer.from(name)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(claims.flags ?? 0, 2)
    common.writeUInt16LE(claims.method ?? 8, 4)
    common.writeUInt32LE(claims.crc ?? crc32(body), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(claims.unpacked ?? body.length, 18)
    common.writeUInt16LE(path.length, 22)
    const head = Buffer.concat([Buffer.from('PK\x03\x04'), common, path])
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(offset, 10)
    central.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), common, rest, path]))
    local.push(head, packed)
    offset += head.length + packed.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...local, directory, end])
}

export function columnOf(at: number): string {
  const low = String.fromCharCode(65 + (at % 26))
  return at < 26 ? low : `${columnOf(Math.floor(at / 26) - 1)}${low}`
}

function cellXml(value: CellValue, reference: string, texts: Map<string, number>): string {
  if (typeof value !== 'string' && 'number' in value) return `<c r="${reference}"><v>${String(value.number)}</v></c>`
  if (typeof value !== 'string')
    return `<c r="${reference}" t="str"><f>${escaped(value.formula)}</f><v>${escaped(value.value)}</v></c>`
  if (value === '') return `<c r="${reference}" s="1"/>`
  const index = texts.get(value) ?? texts.size
  texts.set(value, index)
  return `<c r="${reference}" t="s"><v>${String(index)}</v></c>`
}

export const sheetXml = (rows: string): string =>
  `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows}</sheetData></worksheet>`

export interface WorkbookOptions {
  readonly sheet?: string
  readonly sharedStrings?: string
  readonly since1904?: boolean
  readonly extra?: readonly Part[]
  readonly more?: Readonly<Record<string, Omit<Part, 'name' | 'body'>>>
}

/** A workbook of one table. Texts are shared, as Excel writes them. */
export function workbookOf(rows: readonly (readonly CellValue[])[], options: WorkbookOptions = {}): Buffer {
  const texts = new Map<string, number>()
  const body = rows
    .map((cells, at) => {
      const row = String(at + 1)
      return `<row r="${row}">${cells.map((cell, column) => cellXml(cell, `${columnOf(column)}${row}`, texts)).join('')}</row>`
    })
    .join('')
  const shared = [...texts.keys()].map((text) => `<si><t xml:space="preserve">${escaped(text)}</t></si>`).join('')
  const parts: Record<string, string> = {
    '[Content_Types].xml':
      '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    'xl/workbook.xml': `<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><workbookPr${options.since1904 === true ? ' date1904="1"' : ''}/><sheets><sheet name="名单" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels':
      '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="x" Target="worksheets/sheet1.xml"/></Relationships>',
    'xl/worksheets/sheet1.xml': options.sheet ?? sheetXml(body),
    'xl/sharedStrings.xml':
      options.sharedStrings ??
      `<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">${shared}</sst>`,
  }
  return zipOf([
    ...Object.entries(parts).map(([name, text]) => ({ name, body: Buffer.from(text), ...options.more?.[name] })),
    ...(options.extra ?? []),
  ])
}
