import { describe, expect, test } from '@jest/globals'
import { fenOf, readStatement } from './statement.ts'

const HEAD =
  '交易时间,公众账号ID,商户号,微信订单号,商户订单号,交易状态,应结订单金额,商户退款单号,退款金额,商品名称,手续费'
const SUM_HEAD = '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额'

const row = (...values: string[]): string => values.map((value) => `\`${value}`).join(',')
const paid = (id: string, amount: string, fee = '0.00000', name = '水费') =>
  row('2026-11-25 23:59:58', 'wx1', '1900000001', id, `no-${id}`, 'SUCCESS', amount, '0', '0.00', name, fee)
const refunded = (id: string, amount: string) =>
  row(
    '2026-11-25 10:00:00',
    'wx1',
    '1900000001',
    id,
    `no-${id}`,
    'REFUND',
    '0.00',
    `ref-${id}`,
    amount,
    '水费',
    '0.00000',
  )
const sums = (count: string, amount: string, refund: string, fee: string) => row(count, amount, refund, '0.00', fee)
const file = (...lines: string[]): string => `${lines.join('\r\n')}\r\n`

describe('a statement', () => {
  test('gives payments and refunds in fen, whatever stands in a product’s name', () => {
    const read = readStatement(
      file(
        HEAD,
        paid('1', '84.95', '0.51', '水费,2026-10 期'),
        refunded('1', '4.90'),
        SUM_HEAD,
        sums('2', '84.95', '4.90', '0.51'),
      ),
    )
    expect(read).toEqual({
      fee: 51,
      rows: [
        { kind: 'payment', transactionId: '1', no: 'no-1', amount: 8495, fee: 51, at: '2026-11-25 23:59:58' },
        {
          kind: 'refund',
          transactionId: '1',
          no: 'no-1',
          refundNo: 'ref-1',
          amount: 490,
          fee: 0,
          at: '2026-11-25 10:00:00',
        },
      ],
    })
  })

  test('is read by the names of its columns, not by their places', () => {
    const head = HEAD.split(',').reverse().join(',')
    const turned = paid('7', '1.00').split(',').reverse().join(',')
    const read = readStatement(file(head, turned, SUM_HEAD, sums('1', '1.00', '0.00', '0.00')))
    expect(read).toMatchObject({ rows: [{ transactionId: '7', amount: 100 }] })
  })

  test.each([
    [
      'a column is missing',
      file(HEAD.replace('手续费', '费用'), paid('1', '1.00'), SUM_HEAD, sums('1', '1.00', '0.00', '0.00')),
      'header',
      1,
    ],
    ['a row is short', file(HEAD, '`2026-11-25', SUM_HEAD, sums('1', '1.00', '0.00', '0.00')), 'row', 2],
    ['an amount is no amount', file(HEAD, paid('1', '1e2'), SUM_HEAD, sums('1', '1.00', '0.00', '0.00')), 'amount', 2],
    [
      'the sum of payments differs by one fen',
      file(HEAD, paid('1', '1.00'), SUM_HEAD, sums('1', '1.01', '0.00', '0.00')),
      'sums',
      3,
    ],
    ['the count differs', file(HEAD, paid('1', '1.00'), SUM_HEAD, sums('2', '1.00', '0.00', '0.00')), 'sums', 3],
    ['it was cut before its sums', file(HEAD, paid('1', '1.00')), 'row', 3],
    ['it is empty', '', 'header', 1],
  ])('is refused as a whole when %s', (_what, text, broken, line) => {
    expect(readStatement(text)).toEqual({ broken, line })
  })
})

test.each([
  ['84.95', 8495],
  ['0.1', 10],
  ['0.00000', 0],
  ['-0.51', -51],
  ['1000000', 100_000_000],
])('%s yuan are %d fen', (yuan, fen) => {
  expect(fenOf(yuan)).toBe(fen)
})

test.each(['', '1,000.00', '1.005', '１.00', 'NaN', '0x10', ' 1.00'])('%j is no amount', (yuan) => {
  expect(() => fenOf(yuan)).toThrow('amount')
})
