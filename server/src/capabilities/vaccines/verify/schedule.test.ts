import { expect, test } from '@jest/globals'
import { products } from '../domain/facts.ts'
import { checkSchedule } from './schedule.ts'

test('every product of the facts is walked, nothing is offered that is refused, and what nobody verified waits for a signature', () => {
  const { days, differences, doses, toSign } = checkSchedule()
  expect(differences).toEqual([])
  expect(days).toBeGreaterThan(3_000)
  for (const product of products) expect(doses.some((line) => line.startsWith(`${product.name} `))).toBe(true)
  expect(toSign).toEqual(products.filter((one) => !one.verified).map((one) => `${one.name}（${one.code}）`))
  expect(toSign).toContain('带状疱疹减毒活疫苗（ZVL）')
})
