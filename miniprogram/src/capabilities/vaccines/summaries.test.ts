import { describe, expect, test } from '@jest/globals'
import { refusalWords } from '@xlb/shared/vaccines/messages.zh-CN.ts'
import { refusalCodes } from '@xlb/shared/vaccines/vaccine-schemas.ts'
import type { PlanLine } from '@xlb/shared/vaccines/contract.ts'
import { groupLines, isOneOf, reasonWords } from './summaries.ts'
import { codeInTwo, dayWords, secondsOf, weekdayWords, whenWords, windowIdOf } from './times.ts'

const line = (product: string, next: PlanLine['next'], none: PlanLine['none'] = null): PlanLine => ({
  ...{ product, name: product, free: true, given: [], next, none, verified: true },
})

describe('a plan', () => {
  test('shows the late first, what is near apart from what is far, and what has no day by its reason', () => {
    const { now, soon, later, cannot, done } = groupLines({
      asOf: '2026-11-26T02:00:00.000Z',
      lines: [
        line('DUE', { dose: 1, from: '2026-11-26', state: 'due' }),
        line('LATE', { dose: 3, from: '2026-11-26', state: 'late' }),
        line('FAR', { dose: 1, from: '2027-03-26', state: 'later' }),
        line('NEAR', { dose: 2, from: '2026-12-24', state: 'later' }),
        line('DONE', null, 'done'),
        line('TEST', null, 'needs-test'),
      ],
    })
    const names = [now, soon, later, cannot, done].map((group) => group.map(({ product }) => product))
    expect(names).toEqual([['LATE', 'DUE'], ['NEAR'], ['FAR'], ['TEST'], ['DONE']])
  })
})

describe('vaccines of one kind', () => {
  const given = { day: '2026-10-20', site: '', lot: null }
  const [four, nine, flu] = [line('HPV4', null), line('HPV9', null), line('FLU-IIV', null)]

  test('are one to choose as long as none was begun', () => {
    expect([four, nine, flu].map((one) => isOneOf(one, [four, nine, flu]))).toEqual([true, true, false])
    expect(isOneOf(four, [four, flu])).toBe(false)
    expect(isOneOf(four, [four, { ...nine, given: [given] }])).toBe(false)
  })
})

describe('a reason', () => {
  test.each(refusalCodes)('%s never shows a place to fill in, in either view, with a day or without', (code) => {
    for (const elder of [false, true]) {
      for (const day of [null, '2026-12-10']) {
        const words = reasonWords(code, day, elder)
        expect(words).not.toMatch(/[{}]|，$/)
        expect(words.length).toBeGreaterThan(2)
      }
      const full = refusalWords[code][elder ? 'elder' : 'standard']
      if (full.includes('{day}')) expect(reasonWords(code, '2026-12-10', false)).toContain('2026-12-10')
    }
  })
})

describe('a day and a time', () => {
  test('are written in the standard view and spoken in the elder view', () => {
    expect(whenWords('2026-11-24', '08:30', false)).toBe('11-24 08:30')
    expect(whenWords('2026-11-24', '08:30', true).replace(/\u00a0/g, ' ')).toBe('11 月 24 日上午 8 点 30 分')
    expect(dayWords('2026-11-24', false)).toBe('11-24 周二')
    expect(weekdayWords('2026-11-29')).toBe('周日')
    expect(secondsOf('2026-11-23T01:12:40.120Z')).toBe('09:12:40')
    expect(codeInTwo('7F3K29QD')).toBe('7F3K 29QD')
    expect(windowIdOf('08:30')).toBe('0830')
  })
})
