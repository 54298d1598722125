import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  linesCredited,
  linesFee,
  linesHandedIn,
  linesMisfit,
  linesPaid,
  linesPlaced,
  linesRefunded,
  linesReturned,
  linesSuspended,
  type Booking,
  type Line,
} from './ledger-lines.ts'

const booking = fc.record({
  mchid: fc.constant('1999000001'),
  till: fc.constantFrom('', '331123002204'),
  utility: fc.constant('water'),
  amount: fc.integer({ min: 1, max: 100_000_000 }),
})
const sum = (lines: readonly Line[]): number => lines.reduce((total, line) => total + line.amount, 0)

function balances(...entries: readonly Line[][]): Record<string, number> {
  const found: Record<string, number> = {}
  for (const line of entries.flat()) found[line.account] = (found[line.account] ?? 0) + line.amount
  return Object.fromEntries(Object.entries(found).filter(([, amount]) => amount !== 0))
}

test('every entry has two lines that sum to 0, whatever the amount', () => {
  fc.assert(
    fc.property(booking, (one) => {
      for (const lines of [
        linesPaid,
        linesMisfit,
        linesCredited,
        linesSuspended,
        linesRefunded,
        linesPlaced,
        linesReturned,
      ]) {
        expect(lines(one)).toHaveLength(2)
        expect(sum(lines(one))).toBe(0)
      }
    }),
  )
})

const one: Booking = { mchid: '1999000001', till: '', utility: 'water', amount: 8640 }

test('paid and credited: the money is at the provider and stands for what the utility credited', () => {
  expect(balances(linesPaid(one), linesCredited(one))).toEqual({ 'provider:1999000001': 8640, 'credited:water': -8640 })
})

test('money without a place stands in suspense until it goes back, and then nowhere', () => {
  expect(balances(linesMisfit(one))).toEqual({ 'provider:1999000001': 8640, suspense: -8640 })
  expect(balances(linesMisfit(one), linesRefunded(one))).toEqual({})
  expect(balances(linesPaid(one), linesSuspended(one), linesRefunded(one))).toEqual({})
})

test('what staff placed out of suspense is credited like any other money', () => {
  expect(balances(linesMisfit(one), linesPlaced(one), linesCredited(one))).toEqual({
    'provider:1999000001': 8640,
    'credited:water': -8640,
  })
})

test('a part that went back leaves both sides by the same amount', () => {
  expect(balances(linesPaid(one), linesCredited(one), linesReturned({ ...one, amount: 640 }))).toEqual({
    'provider:1999000001': 8000,
    'credited:water': -8000,
  })
})

test('cash lies in the till of its desk until it is handed in, and the provider’s fee lies apart', () => {
  const cash = { ...one, mchid: '', till: '331123002204' }
  expect(balances(linesPaid(cash), linesCredited(cash))).toEqual({ 'cash:331123002204': 8640, 'credited:water': -8640 })
  expect(balances(linesPaid(cash), linesHandedIn('331123002204', 8640))).toEqual({
    bank: 8640,
    'received:water': -8640,
  })
  expect(balances(linesPaid(one), linesFee('1999000001', 52))).toEqual({
    'provider:1999000001': 8588,
    'fee:1999000001': 52,
    'received:water': -8640,
  })
})
