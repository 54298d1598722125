import { expect, test } from '@jest/globals'
import type { ByteSource } from '../../domain/byte-source.ts'
import { encodingOf, readCsv } from './read-csv.ts'
import { Refusal } from '../../domain/refusal.ts'

/** Pieces of seven bytes: every character and line end is cut somewhere. */
function sourceOf(bytes: Buffer, piece = 7): ByteSource {
  return {
    size: bytes.length,
    async *read(offset, length) {
      const end = Math.min(bytes.length, offset + length)
      for (let at = offset; at < end; at += piece)
        yield await Promise.resolve(bytes.subarray(at, Math.min(end, at + piece)))
    },
  }
}

async function rowsOf(bytes: Buffer, piece?: number): Promise<string[]> {
  const rows: string[] = []
  for await (const { row, cells } of readCsv(sourceOf(bytes, piece)))
    rows.push(`${String(row)}: ${cells.map(({ at, text }) => `${String(at)}=${text}`).join(' ')}`)
  return rows
}

const faultOf = async (bytes: Buffer, piece?: number): Promise<string> =>
  await rowsOf(bytes, piece).then(
    () => 'none',
    (error: unknown) => (error instanceof Refusal ? error.fault : String(error)),
  )

/** 姓名,村\r\n王·兰,长濂村 in GB18030, as Excel in China writes it. */
const GB18030 = Buffer.from('d0d5c3fb2cb4e50d0acdf5a1a4c0bc2cb3a4e5a5b4e5', 'hex')

test('UTF-8 with a BOM, CRLF, quotes, and a line end inside a cell', async () => {
  const text = '\uFEFF姓名,村\r\n"王""兰",长濂村\r\n\r\n"两\r\n行",\r\n'
  expect(await rowsOf(Buffer.from(text))).toEqual(['1: 0=姓名 1=村', '2: 0=王"兰 1=长濂村', '3: ', '4: 0=两\r\n行'])
})

test('line ends may be mixed', async () => {
  expect(await rowsOf(Buffer.from('a\r\nb\nc\rd'))).toEqual(['1: 0=a', '2: 0=b', '3: 0=c', '4: 0=d'])
})

test('GB18030 is told from UTF-8 by its bytes, cut anywhere', async () => {
  expect(await encodingOf(sourceOf(GB18030))).toBe('gb18030')
  expect(await rowsOf(GB18030, 1)).toEqual(['1: 0=姓名 1=村', '2: 0=王·兰 1=长濂村'])
})

test('characters beyond U+FFFF come whole', async () => {
  expect(await rowsOf(Buffer.from('𠮷,𬀩'), 1)).toEqual(['1: 0=𠮷 1=𬀩'])
})

test.each([
  ['bytes of no encoding', Buffer.from([0xd0, 0xd5, 0x2c, 0xff, 0xff]), 'encoding-unknown'],
  ['a file of another kind', Buffer.from('a\0b'), 'not-a-table'],
  ['a quote without its end', Buffer.from('a,b\n"c,d\n'), 'quotes-broken'],
  ['text behind a closing quote', Buffer.from('a,b\n"c"d,e\n'), 'quotes-broken'],
  ['a cell of a megabyte', Buffer.from(`a,b\n"${'x'.repeat(1_048_576)}",c\n`), 'cell-too-long'],
  ['a million empty cells in a row', Buffer.from(`a,b\n${','.repeat(1_000_000)}\n`), 'cell-too-long'],
])('%s is refused by name', async (_what, bytes, fault) => {
  expect(await faultOf(bytes, 4_096)).toBe(fault)
})

test('a source that fails is not taken for a bad file', async () => {
  const source: ByteSource = {
    size: 9,
    async *read() {
      yield await Promise.resolve(Buffer.from('a,b\n'))
      throw new Error('the store is away')
    },
  }
  const all = async (): Promise<void> => {
    for await (const _row of readCsv(source)) continue
  }
  await expect(all()).rejects.toThrow('the store is away')
})
