/** HARDENING input 40: what is refused, under which code, and what is taken as it stands. */
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { idCheckCharacter, readIdNumber } from './id-number.ts'

const TODAY = '2026-11-26'
const withCheck = (first17: string): string => first17 + idCheckCharacter(first17)
const codeOf = (text: string): string => {
  const read = readIdNumber(text, TODAY)
  return read.ok ? 'ok' : read.code
}

const day = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2026-11-26'), noInvalidDate: true })
  .map((at) => at.toISOString().slice(0, 10))
const region = fc.constantFrom('110105', '331123', '331124', '540102', '659001')
const parts = fc.record({ region, day, sequence: fc.integer({ min: 0, max: 999 }) })
const first17Of = ({ region: place, day: born, sequence }: { region: string; day: string; sequence: number }): string =>
  `${place}${born.replaceAll('-', '')}${String(sequence).padStart(3, '0')}`

describe('an ID number', () => {
  test('of the standard itself is read, with its birthday and sex', () => {
    const value = { idNo: '11010519491231002X', birthday: '1949-12-31', sex: 'F' }
    expect(readIdNumber('11010519491231002X', TODAY)).toEqual({ ok: true, value })
  })

  test('with a small x is stored with a capital one', () => {
    const read = readIdNumber('11010519491231002x', TODAY)
    expect(read.ok ? read.value.idNo : read.code).toBe('11010519491231002X')
  })

  test('rightly made is always read, and tells back what it was made of', () => {
    fc.assert(
      fc.property(parts, (made) => {
        const idNo = withCheck(first17Of(made))
        const sex = made.sequence % 2 === 0 ? 'F' : 'M'
        expect(readIdNumber(idNo, TODAY)).toEqual({ ok: true, value: { idNo, birthday: made.day, sex } })
      }),
    )
  })

  test('with one digit mistyped, or two neighbours changed about, is never taken for right', () => {
    fc.assert(
      fc.property(parts, fc.nat(16), fc.integer({ min: 1, max: 9 }), (made, at, by) => {
        const right = withCheck(first17Of(made))
        const digit = (Number(right.charAt(at)) + by) % 10
        expect(codeOf(right.slice(0, at) + String(digit) + right.slice(at + 1))).not.toBe('ok')
        const [one, other] = [right.charAt(at), right.charAt(at + 1)]
        if (one !== other) expect(codeOf(right.slice(0, at) + other + one + right.slice(at + 2))).not.toBe('ok')
      }),
    )
  })

  test('never makes the reader throw, whatever was typed', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => codeOf(text) !== ''))
  })

  test.each([
    ['of 15 digits', '110105491231002', 'fifteen-digits'],
    ['with a wrong check digit', '110105194912310021', 'wrong-check-digit'],
    ['born on 30 February', withCheck('33112319800230001'), 'no-such-day'],
    ['born on 29 February of a year without one', withCheck('33112319000229001'), 'no-such-day'],
    ['born in month 13', withCheck('33112319801301001'), 'no-such-day'],
    ['born in the year 1066', withCheck('33112310661014001'), 'no-such-day'],
    ['born tomorrow', withCheck('33112320261127001'), 'future-birth'],
    ['of no division that gives out cards', withCheck('99112319800101001'), 'unknown-region'],
    ['in full-width digits', '１１０１０５１９４９１２３１００２Ｘ', 'wrong-format'],
    ['with a blank behind it', '11010519491231002X ', 'wrong-format'],
    ['with a line break behind it', '11010519491231002X\n', 'wrong-format'],
    ['with an X in the middle', '1101051949123100X2', 'wrong-format'],
    ['that is empty', '', 'wrong-format'],
    ['of 50 KB', '1'.repeat(50_000), 'wrong-format'],
  ])('%s is refused under its own code', (_what, text, code) => {
    expect(codeOf(text)).toBe(code)
  })

  test('born today is read', () => {
    expect(codeOf(withCheck('33112320261126001'))).toBe('ok')
  })
})
