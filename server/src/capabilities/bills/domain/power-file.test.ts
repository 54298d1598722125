import { describe, expect, test } from '@jest/globals'
import { readPowerFile } from './power-file.ts'
import { handInBefore, paymentsFile, powerBill, resultsAfter } from './power-records.ts'

const name = { kind: 'results' as const, tenant: '331123', day: '2026-11-26', seq: 1, sha256: 'right' }
const head = 'H|XLB-POWER|1|RESULTS|331123|2026-11-26|001|2026-11-27T02:00:00+08:00|payments-331123-20261126-001.txt'
const row = 'D|XLB26|PAY|POSTED||DF1|5323|100|DL1|2026-11-26T18:00:00.000Z'
const file = (...lines: string[]): string => lines.map((line) => `${line}\n`).join('')
const whole = file(head, row, 'T|1|100')
const problem = (text: string, digest = 'right') => {
  const read = readPowerFile(text, digest, name)
  return 'problem' in read ? read.problem : 'none'
}

describe('a file of the electricity company', () => {
  test('that is as agreed gives its records', () => {
    expect(readPowerFile(whole, 'right', name)).toMatchObject({
      rows: [['XLB26', 'PAY', 'POSTED', '', 'DF1', '5323', '100', 'DL1', '2026-11-26T18:00:00.000Z']],
    })
    expect(problem(file(head, 'T|0|0'))).toBe('none')
  })

  test.each([
    ['another hash', whole, 'wrong-hash', 'other'],
    ['no line feed at its end', whole.trimEnd(), 'no-line-feed', 'right'],
    ['another county', whole.replace('331123', '331124'), 'wrong-head', 'right'],
    ['another day', whole.replace('2026-11-26|', '2026-11-25|'), 'wrong-head', 'right'],
    ['another number', whole.replace('|001|', '|002|'), 'wrong-head', 'right'],
    ['no trailer', file(head, row), 'no-trailer', 'right'],
    ['half a record', file(head, row.slice(0, 20), 'T|1|100'), 'broken-record', 'right'],
    ['an amount that is no number', whole.replace('|100|', '|1e2|'), 'broken-record', 'right'],
    ['a wrong count', whole.replace('T|1|', 'T|2|'), 'wrong-count', 'right'],
    ['a wrong sum', whole.replace('T|1|100', 'T|1|101'), 'wrong-sum', 'right'],
  ])('with %s is refused as a whole', (_what, text, expected, digest) => {
    expect(problem(text, digest)).toBe(expected)
  })
})

test('a superseded revision is left out: its successor stands beside it', () => {
  const fields =
    'SUPERSEDED|DF1|5323|2026-10|1|2026-10-01|2026-10-31|0|10|10|||0|538|2026-11-03|2026-11-28|SUPERSEDED||'
  expect(powerBill(fields.split('|'), '')).toBeNull()
})

test('our payments file has the same bytes every time', () => {
  const line = {
    postingNo: 'XLB26',
    billNo: 'DF1',
    accountCode: '5323',
    amount: 100,
    paidAt: '2026-11-26T11:00:00.000Z',
  }
  const make = () =>
    paymentsFile({ tenant: '331123', day: '2026-11-26', seq: 1, madeAt: '2026-11-27T01:00:00+08:00' }, [line])
  expect(make()).toEqual(make())
  expect(make().text.split('\n').at(-2)).toBe('T|1|100')
})

test('what is paid before one o’clock goes out this night, what is paid after it with the next', () => {
  const at = (text: string) => Date.parse(`${text}+08:00`)
  expect(handInBefore(at('2026-11-27T01:00:00')).day).toBe('2026-11-26')
  expect(handInBefore(at('2026-11-27T00:59:59')).day).toBe('2026-11-25')
  expect(resultsAfter(at('2026-11-27T00:59:59'))).toBe(at('2026-11-27T02:10:00'))
  expect(resultsAfter(at('2026-11-27T01:00:00'))).toBe(at('2026-11-28T02:10:00'))
})
