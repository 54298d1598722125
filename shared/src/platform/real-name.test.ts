import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { readRealName } from './real-name.ts'

const codeOf = (text: string): string => {
  const read = readRealName(text)
  return read.ok ? 'ok' : read.code
}

const han = fc.oneof(
  fc.integer({ min: 0x4e00, max: 0x9fff }),
  fc.integer({ min: 0x20000, max: 0x2a6df }),
  fc.integer({ min: 0x30000, max: 0x323af }),
)
const part = fc.array(han, { minLength: 1, maxLength: 6 }).map((points) => String.fromCodePoint(...points))

describe('a real name', () => {
  test.each(['王秀兰', '李乐', '𠮷野家', '阿卜杜拉·买买提', '𰻞𫞩', '〇一', '神\uFA30'])(
    '%s is kept byte for byte',
    (name) => {
      expect(readRealName(name)).toEqual({ ok: true, name })
    },
  )

  test('of any characters, with dots between, comes back as it was given', () => {
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), (parts) => {
        const name = parts.join('·')
        expect(readRealName(name)).toEqual({ ok: true, name })
      }),
    )
  })

  test.each([
    ['', 'missing'],
    ['王'.repeat(51), 'too-long'],
    ['𠮷'.repeat(51), 'too-long'],
    ['阿卜杜拉•买买提', 'wrong-dot'],
    ['阿卜杜拉.买买提', 'wrong-dot'],
    ['·王', 'wrong-format'],
    ['王··秀', 'wrong-format'],
    [' 王秀兰', 'wrong-format'],
    ['王秀兰\n', 'wrong-format'],
    ['王\u200B秀兰', 'wrong-format'],
    ['王\uD842', 'wrong-format'],
    ['王秀兰1', 'wrong-format'],
    ['<b>王</b>', 'wrong-format'],
  ])('%j is refused: %s', (text, code) => {
    expect(codeOf(text)).toBe(code)
  })

  test('of fifty rare characters is still a name', () => {
    expect(codeOf('𠮷'.repeat(50))).toBe('ok')
  })
})
