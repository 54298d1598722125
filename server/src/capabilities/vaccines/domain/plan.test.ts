import { describe, expect, test } from '@jest/globals'
import { productOf } from './facts.ts'
import { planOf } from './plan.ts'
import type { Given, Person } from './position.ts'

const gave = (code: string, ...days: readonly string[]): Given[] =>
  days.map((day) => ({ product: code, series: productOf(code)?.series ?? '', day }))
const lines = (person: Person, given: readonly Given[], day: string) =>
  planOf(person, given, day).map(({ product, next }) =>
    'none' in next
      ? `${product.code} ${next.none}`
      : `${product.code}#${String(next.dose)} ${next.from}${next.overdue ? ' late' : ''}`,
  )

describe('the plan', () => {
  test('of a child of eight months names what is due today and what comes next', () => {
    const child: Person = { birthDay: '2026-03-20', sex: 'male' }
    const given = [
      ...gave('HepB', '2026-03-20', '2026-04-20', '2026-09-20'),
      ...gave('BCG', '2026-03-20'),
      ...gave('IPV', '2026-05-20', '2026-06-20'),
    ]
    const found = lines(child, given, '2026-11-20')
    expect(found).toContain('HepB done')
    expect(found).toContain('IPV done')
    expect(found).toContain('bOPV#3 2026-11-20')
    expect(found).toContain('MMR#1 2026-11-20')
    expect(found).toContain('JE-L#1 2026-11-20')
    expect(found).toContain('HepA-L#1 2027-09-20')
    expect(found.some((one) => one.startsWith('JE-I') || one.startsWith('HPV2-NIP'))).toBe(false)
  })

  test('of a grandmother begins with influenza, zoster and pneumococcal vaccines and has no children’s vaccine', () => {
    const found = lines({ birthDay: '1952-05-01', sex: 'female' }, [], '2026-11-26')
    expect(found.slice(0, 4)).toEqual([
      'FLU-IIV#1 2026-11-26',
      'RZV#1 2026-11-26',
      'ZVL#1 2026-11-26',
      'PPV23#1 2026-11-26',
    ])
    expect(found.some((one) => one.startsWith('MMR') || one.startsWith('DTaP'))).toBe(false)
  })

  test('says that a dose is late once its age of completion has passed', () => {
    expect(lines({ birthDay: '2025-01-01', sex: 'male' }, [], '2026-01-01')).toContain('MMR#1 2026-01-01 late')
  })
})
