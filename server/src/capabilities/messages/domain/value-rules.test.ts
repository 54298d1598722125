import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { fillTemplate, valueFits } from './value-rules.ts'

describe('a value under its key', () => {
  test.each([
    ['thing1', '水费 2026-11 期', true],
    ['thing1', '一二三四五六七八九十一二三四五六七八九十', true],
    ['thing1', '一二三四五六七八九十一二三四五六七八九十一', false],
    ['thing1', '', false],
    ['thing1', '两\n行', false],
    ['amount2', '￥84.95', true],
    ['amount2', '84.95元', true],
    ['amount2', '￥12345678901', false],
    ['amount2', '八十元', false],
    ['date3', '2026年12月5日', true],
    ['date3', '12月5日', false],
    ['time3', '2026年11月26日 09:15~10:00', true],
    ['time3', '25:00', false],
    ['character_string4', 'SJ202611260001', true],
    ['character_string4', '收据', false],
    ['phrase5', '待缴费', true],
    ['phrase5', '待缴费一二三', false],
    ['name6', '张三', true],
    ['phone_number7', '0578-8123456', true],
    ['car_number8', '浙K12345', true],
    ['letter9', 'abc1', false],
    ['number9', '12.5', true],
    ['symbol9', '！', true],
    ['enum9', '是', false],
    ['other', 'x', false],
  ])('%s may be %j: %j', (key, value, fits) => {
    expect(valueFits(key, value)).toBe(fits)
  })

  test('is never one with a control character', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 0, max: 31 }), fc.string(), (before, code, after) => {
        expect(valueFits('thing1', before + String.fromCharCode(code) + after)).toBe(false)
      }),
    )
  })
})

test('a template takes its values by their words, and names the first key that has none or a wrong one', () => {
  const fields = [
    { key: 'thing7', label: '缴费项目' },
    { key: 'amount1', label: '待缴金额' },
  ]
  const project = { label: '缴费项目', value: '水费' }
  expect(fillTemplate(fields, [{ label: '待缴金额', value: '￥1.00' }, project])).toEqual({
    data: { thing7: '水费', amount1: '￥1.00' },
  })
  expect(fillTemplate(fields, [project])).toEqual({ unfit: 'amount1' })
  expect(fillTemplate(fields, [project, { label: '待缴金额', value: '很多' }])).toEqual({ unfit: 'amount1' })
})
