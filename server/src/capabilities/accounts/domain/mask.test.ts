import { expect, test } from '@jest/globals'
import { maskIdNo, maskName, maskPhone } from './mask.ts'

test.each([
  ['王秀兰', '王*兰'],
  ['李乐', '李*'],
  ['欧阳明珠', '欧**珠'],
  ['𠮷野家', '𠮷*家'],
  ['阿依古丽·买买提', '阿******提'],
  ['王', '王'],
  ['', ''],
])('the name %s is shown as %s', (name, masked) => {
  expect(maskName(name)).toBe(masked)
})

test('a telephone number keeps its beginning and its end', () => {
  expect(maskPhone('10012345678')).toBe('100****5678')
})

test.each([
  ['11010519491231002X', '110***********002X'],
  ['E12345678', 'E******78'],
  ['A123', 'A*23'],
])('the number %s is shown as %s', (number, masked) => {
  expect(maskIdNo(number)).toBe(masked)
})
