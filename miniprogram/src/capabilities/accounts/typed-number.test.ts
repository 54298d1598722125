import { expect, test } from '@jest/globals'
import { codeFault, numberFault } from './typed-number.ts'

test('a number of eleven digits beginning with 1 has no fault', () => {
  expect(numberFault('13800000000')).toBeUndefined()
})

test.each(['', '1380000000', '138000000000'])('%p is told how many digits it has', (typed) => {
  expect(numberFault(typed)).toContain(`您填了 ${String(typed.length)} 位`)
})

test.each(['23800000000', '１３８００００００００', '1380000000a', ' 13800000000'])('%p is told the form', (typed) => {
  expect(numberFault(typed)).toContain('1 开头')
})

test('a code is six plain digits', () => {
  expect(codeFault('012345')).toBeUndefined()
  expect(['', '12345', '1234567', '１２３４５６'].map((typed) => codeFault(typed) !== undefined)).toEqual([
    true,
    true,
    true,
    true,
  ])
})
