/** Workbooks as spreadsheets write them, and as nobody but an attacker does. */
import { deflateRawSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import { sheetXml, workbookOf, zipOf } from '../support/workbook.ts'
import { readWorkbook } from '../../server/src/capabilities/imports/data/files/workbook/read-workbook.ts'

function sourceOf(bytes: Buffer): Parameters<typeof readWorkbook>[0] {
  return {
    size: bytes.length,
    async *read(offset, length) {
      const end = Math.min(bytes.length, offset + length)
      for (let at = offset; at < end; at += 1_000)
        yield await Promise.resolve(bytes.subarray(at, Math.min(end, at + 1_000)))
    },
  }
}

async function rowsOf(bytes: Buffer): Promise<string[]> {
  const rows: string[] = []
  for await (const { row, cells } of readWorkbook(sourceOf(bytes)))
    rows.push(`${String(row)}: ${cells.map(({ at, text, sort }) => `${String(at)}=${text}(${sort})`).join(' ')}`)
  return rows
}

const faultOf = async (bytes: Buffer): Promise<string> =>
  await rowsOf(bytes).then(
    (rows) => `none: ${rows.join('; ')}`,
    (error: unknown) =>
      /^Refusal: the file was refused: (.+)$/.exec(String(error))?.[1] ?? `no refusal: ${String(error)}`,
  )

describe('what a spreadsheet writes', () => {
  test('shared texts, numbers, formulas and blank cells', async () => {
    const bytes = workbookOf([
      ['姓名', '村'],
      ['王&兰', { number: 46_266 }, '', { formula: 'A1', value: '姓名' }],
    ])
    expect(await rowsOf(bytes)).toEqual(['1: 0=姓名(text) 1=村(text)', '2: 0=王&兰(text) 1=46266(number) 3=(formula)'])
  })

  test('texts in runs, readings of characters left out, and inline texts', async () => {
    const sharedStrings = '<sst><si><r><t>王</t></r><r><t>兰</t></r><rPh sb="0"><t>ラン</t></rPh></si></sst>'
    const sheet = sheetXml('<row r="3"><c r="B3" t="s"><v>0</v></c><c t="inlineStr"><is><t>村</t></is></c></row><row/>')
    expect(await rowsOf(workbookOf([], { sharedStrings, sheet }))).toEqual(['3: 1=王兰(text) 2=村(text)', '4: '])
  })

  test('prefixes of another program, errors and truth values', async () => {
    const sheet =
      '<x:worksheet xmlns:x="y"><x:sheetData><x:row r="1"><x:c r="A1" t="e"><x:v>#REF!</x:v></x:c><x:c r="B1" t="b"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    expect(await rowsOf(workbookOf([], { sheet }))).toEqual(['1: 0=(error) 1=1(text)'])
  })

  test('days of the calendar of 1904 are moved to the other one', async () => {
    expect(await rowsOf(workbookOf([[{ number: 44_804 }, { number: 3 }]], { since1904: true }))).toEqual([
      '1: 0=46266(number) 1=3(number)',
    ])
  })

  test('a row of a thousand cells is read to the first one too many', async () => {
    const [row = ''] = await rowsOf(workbookOf([Array.from({ length: 1_000 }, (_, at) => String(at))]))
    expect(row.split(' ')).toHaveLength(42)
  })
})

describe('what no spreadsheet writes', () => {
  const part = 'xl/worksheets/sheet1.xml'
  const zeroes = (megabytes: number) => Buffer.alloc(megabytes * 1_048_576, 0x20)
  const good = workbookOf([['a']])
  const cut = Buffer.from(good)
  cut.writeUInt32LE(cut.length + 1, cut.length - 6)

  test.each<[string, () => Buffer, string]>([
    ['half a file', () => good.subarray(0, good.length / 2), 'file-broken'],
    ['a directory outside the file', () => cut, 'file-broken'],
    ['a zip of something else', () => zipOf([{ name: 'word/document.xml', body: Buffer.from('<a/>') }]), 'not-a-table'],
    ['a password', () => workbookOf([['a']], { more: { [part]: { claims: { flags: 1 } } } }), 'file-locked'],
    [
      'a packing nobody uses',
      () => workbookOf([['a']], { more: { [part]: { claims: { method: 12 } } } }),
      'file-broken',
    ],
    [
      'bytes that do not unpack',
      () => workbookOf([['a']], { more: { [part]: { packed: Buffer.from('xxxx') } } }),
      'file-broken',
    ],
    ['a wrong sum', () => workbookOf([['a']], { more: { [part]: { claims: { crc: 1 } } } }), 'file-broken'],
    [
      'two parts of one name',
      () => workbookOf([['a']], { extra: [{ name: part, body: Buffer.from('<a/>') }] }),
      'file-broken',
    ],
    [
      'a gigabyte that says so',
      () => workbookOf([['a']], { more: { [part]: { claims: { unpacked: 1_073_741_824 } } } }),
      'too-much-inside',
    ],
    [
      'forty megabytes that say they are one kilobyte',
      () =>
        workbookOf([['a']], { more: { [part]: { claims: { unpacked: 1_024 }, packed: deflateRawSync(zeroes(40)) } } }),
      'file-broken',
    ],
    ['a cell of a megabyte', () => workbookOf([['x'.repeat(1_048_576)]]), 'cell-too-long'],
    [
      'a comment of a megabyte',
      () => workbookOf([], { sheet: sheetXml(`<!--${'x'.repeat(1_048_576)}-->`) }),
      'cell-too-long',
    ],
    [
      'entities of its own',
      () => workbookOf([], { sheet: `<!DOCTYPE a [<!ENTITY b "c">]>${sheetXml('')}` }),
      'file-broken',
    ],
    [
      'an entity nobody knows',
      () => workbookOf([], { sheet: sheetXml('<row r="1"><c r="A1" t="str"><v>&b;</v></c></row>') }),
      'file-broken',
    ],
    ['elements in elements without end', () => workbookOf([], { sheet: '<a>'.repeat(10_000) }), 'file-broken'],
    ['rows out of order', () => workbookOf([], { sheet: sheetXml('<row r="2"/><row r="1"/>') }), 'file-broken'],
    [
      'cells out of order',
      () => workbookOf([], { sheet: sheetXml('<row r="1"><c r="B1"/><c r="A1"/></row>') }),
      'file-broken',
    ],
    [
      'a text that is not there',
      () => workbookOf([], { sheet: sheetXml('<row r="1"><c r="A1" t="s"><v>7</v></c></row>') }),
      'file-broken',
    ],
    [
      'bytes that are no text',
      () =>
        workbookOf([], {
          more: { [part]: { packed: deflateRawSync(Buffer.from([0xff, 0xfe])), claims: { unpacked: 2 } } },
        }),
      'file-broken',
    ],
  ])('%s is refused by name', async (_what, make, fault) => {
    expect(await faultOf(make())).toBe(fault)
  })

  test('forty megabytes of nothing between two tags are not gathered', async () => {
    const sheet = sheetXml(`<row r="1">${' '.repeat(40 * 1_048_576)}</row>`)
    expect(await faultOf(workbookOf([], { sheet }))).toBe('cell-too-long')
  })
})
