import { expect, test } from '@jest/globals'
import { metresBetween, toChineseMap } from './chinese-datum.ts'

test('a place on Chinese maps lies a few hundred metres off, as published for Tiananmen', () => {
  const { latitude, longitude } = toChineseMap({ latitude: 39.907333, longitude: 116.391083 })
  expect(latitude).toBeCloseTo(39.908735, 4)
  expect(longitude).toBeCloseTo(116.397326, 4)
})

test('a degree of latitude is 111 kilometres, and from a place to itself is nothing', () => {
  const here = { latitude: 28.6, longitude: 119.3 }
  expect(metresBetween(here, { ...here, latitude: 29.6 }) / 1000).toBeCloseTo(111.2, 0)
  expect(metresBetween(here, here)).toBe(0)
})
