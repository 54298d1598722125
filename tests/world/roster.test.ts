import { describe, expect, it } from '@jest/globals'
import divisions from '@xlb/shared/demo/divisions.json' with { type: 'json' }
import { demoGasAccounts } from '@xlb/shared/demo/gas.ts'
import { demoPowerAccounts } from '@xlb/shared/demo/power.ts'
import { demoPeople, demoPeriods, demoPerson } from '@xlb/shared/demo/roster.ts'
import { idCheckCharacter } from '@xlb/shared/platform/id-number.ts'

const villages = divisions.counties.flatMap(({ code: county, townships }) =>
  townships.flatMap(({ code: township, villages: own }) =>
    own.map(({ code, name }) => ({ county, township, code, name })),
  ),
)

describe('the invented people', () => {
  it('are 24 in 遂昌 and 12 in 松阳, all different', () => {
    const counted = ['331123', '331124'].map((code) => demoPeople.filter((one) => one.countyCode === code).length)
    expect(counted).toEqual([24, 12])
    for (const name of ['key', 'openid', 'unionid', 'idNo', 'phone'] as const) {
      expect(new Set(demoPeople.map((one) => one[name])).size).toBe(36)
    }
    expect(new Set(demoPeople.map((one) => one.water.accountCode)).size).toBe(36)
  })

  it('have ID numbers with a right check digit and a sequence that is not given out', () => {
    for (const { idNo, birthday, gender } of demoPeople) {
      expect(idNo.slice(17)).toBe(idCheckCharacter(idNo.slice(0, 17)))
      expect(idNo.slice(6, 14)).toBe(birthday.replaceAll('-', ''))
      expect(idNo.slice(14, 17)).toBe(gender === 'F' ? '000' : '999')
    }
    // The example of GB 11643-1999 itself.
    expect(idCheckCharacter('11010519491231002')).toBe('X')
  })

  it('have telephone numbers of no one’s range and openids that say DEMO', () => {
    for (const { phone, openid } of demoPeople) {
      expect(phone).toMatch(/^100\d{8}$/)
      expect(openid).toMatch(/^oDEMO[A-Za-z0-9]{23}$/)
    }
  })

  it('live in villages that exist and carry the code of their township', () => {
    for (const { countyCode, townshipCode, villageCode, villageName } of demoPeople) {
      expect(villages).toContainEqual({
        county: countyCode,
        township: townshipCode,
        code: villageCode,
        name: villageName,
      })
    }
  })

  it('begin with the person of the design, have a reading for each cycle, overdue bills and one stopped meter', () => {
    expect(demoPerson('wang-xiulan')).toMatchObject({ name: '王秀兰', villageName: '长濂村', birthday: '1954-03-12' })
    for (const { water } of demoPeople) expect(water.usage.map(({ period }) => period)).toEqual([...demoPeriods])
    expect(demoPeople.filter(({ water }) => water.stopped)).toHaveLength(1)
    expect(demoPeople.filter(({ water }) => water.openPeriods.includes('2026-08')).length).toBeGreaterThan(3)
    expect(() => demoPerson('nobody')).toThrow(RangeError)
  })
})

describe('their electricity and gas', () => {
  it('is an account for each in electricity, and for those with a pipe in gas, codes all different', () => {
    expect(demoPowerAccounts.map((one) => one.personKey)).toEqual(demoPeople.map((one) => one.key))
    expect(demoGasAccounts.length).toBeGreaterThan(25)
    const codes = [...demoPowerAccounts, ...demoGasAccounts].map((one) => one.accountCode)
    expect(new Set(codes).size).toBe(codes.length)
    for (const { accountCode } of demoGasAccounts) expect(accountCode).toMatch(/^[A-Z]{3}\d{7}$/)
    for (const { accountCode } of demoPowerAccounts) expect(accountCode).toMatch(/^\d{10}$/)
  })

  it('begins with 王秀兰, who has one open bill of each; some are stopped, some on time of use, some crowded', () => {
    for (const accounts of [demoPowerAccounts, demoGasAccounts]) {
      expect(accounts[0]).toMatchObject({ personKey: 'wang-xiulan', openPeriods: ['2026-10'], stopped: false })
      expect(accounts.filter((one) => one.stopped).map((one) => one.countyCode)).toEqual(['331123', '331124'])
      expect(accounts.some((one) => one.householdSize > 4)).toBe(true)
      expect(accounts.some((one) => one.openPeriods.length === 2 && !one.stopped)).toBe(true)
    }
    const timed = demoPowerAccounts.filter((one) => one.plan === 'TIME_OF_USE')
    expect(timed.length).toBeGreaterThan(5)
    for (const { usage, plan } of demoPowerAccounts)
      for (const { usageKWh, peakKWh } of usage) {
        expect(usageKWh).toBeGreaterThan(0)
        expect(peakKWh === null).toBe(plan === 'FLAT')
        expect(peakKWh ?? 0).toBeLessThan(usageKWh)
      }
  })
})
