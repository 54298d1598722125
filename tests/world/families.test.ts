import { describe, expect, it } from '@jest/globals'
import { demoChild, demoChildren, demoDeceased, demoSpecialNames } from '@xlb/shared/demo/families.ts'
import { demoPeople, demoPerson } from '@xlb/shared/demo/roster.ts'
import { readIdNumber } from '@xlb/shared/platform/id-number.ts'
import { readRealName } from '@xlb/shared/platform/real-name.ts'

const TODAY = '2026-11-26'
const everyone = [...demoPeople, ...demoChildren, ...demoSpecialNames, demoDeceased]

describe('the invented families', () => {
  it('are 14 children in 遂昌 and 6 in 松阳, everybody with a key and an ID number of their own', () => {
    const counted = ['331123', '331124'].map((code) => demoChildren.filter((one) => one.countyCode === code).length)
    expect(counted).toEqual([14, 6])
    for (const name of ['key', 'idNo'] as const)
      expect(new Set(everyone.map((one) => one[name])).size).toBe(everyone.length)
  })

  it('have ID numbers and names that the house reads, with a sequence that is not given out', () => {
    for (const { name, idNo, birthday, gender } of everyone) {
      expect(readIdNumber(idNo, TODAY)).toEqual({ ok: true, value: { idNo, birthday, sex: gender } })
      expect(idNo.slice(14, 17)).toBe(gender === 'F' ? '000' : '999')
      expect(readRealName(name)).toEqual({ ok: true, name })
    }
  })

  it('have guardians of the roster in their county, of an age to be it; parents come first', () => {
    for (const { guardians, kin, birthday, countyCode } of demoChildren) {
      expect(guardians.length).toBeGreaterThan(0)
      for (const { personKey } of guardians) {
        const person = demoPerson(personKey)
        expect(person.countyCode).toBe(countyCode)
        expect(Number(birthday.slice(0, 4)) - Number(person.birthday.slice(0, 4))).toBeGreaterThan(19)
      }
      for (const { personKey } of kin) expect(guardians.map((one) => one.personKey)).not.toContain(personKey)
    }
    const parents = demoChildren.flatMap(({ guardians }) => guardians.filter(({ relation }) => relation !== 'other'))
    expect(new Set(parents.map(({ personKey }) => personKey)).size).toBeGreaterThan(4)
  })

  it('hold the ages that later jobs turn on', () => {
    const born = (birthday: string): string[] =>
      demoChildren.filter((one) => one.birthday === birthday).map((one) => one.key)
    expect([born('2026-09-26'), born('2026-06-26')]).toEqual([['he-anan'], ['xu-yinuo']])
    expect([born('2012-12-02'), born('2008-12-01')]).toEqual([['li-haoran'], ['ye-yutong']])
    expect(born('2020-09-09')).toEqual(['wu-muqing', 'wu-muyang'])
  })

  it('give 王秀兰 a granddaughter who is not her ward, and two children a guardian no source knows', () => {
    expect(demoChild('zhou-xiaoman').kin).toEqual([{ personKey: 'wang-xiulan', relation: 'grandmother' }])
    const guardianKeys = demoChildren.flatMap(({ guardians }) => guardians.map((one) => one.personKey))
    expect(guardianKeys).not.toContain('wang-xiulan')
    const unproven = demoChildren.filter(({ guardians }) => guardians.every((one) => !one.knownToBureau))
    expect(unproven.map(({ key }) => key)).toEqual(['lei-zihan', 'li-xingye'])
    expect(() => demoChild('nobody')).toThrow(RangeError)
  })

  it('have names that break careless code', () => {
    const names = demoSpecialNames.map(({ name }) => name)
    expect(names.filter((name) => name.includes('·'))).toHaveLength(2)
    expect(names.filter((name) => Array.from(name).some((sign) => (sign.codePointAt(0) ?? 0) > 0x2_0000))).toHaveLength(
      1,
    )
  })
})
