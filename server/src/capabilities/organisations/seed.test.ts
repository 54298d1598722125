import { expect, test } from '@jest/globals'
import { demoPeople } from '@xlb/shared/demo/roster.ts'
import { UNIT_CODE } from '@xlb/shared/platform/roles.ts'
import { unitsFromDivisions, unitsFromOffices } from './seed.ts'

const counties = [
  { code: '331123', townships: 20 },
  { code: '331124', townships: 19 },
]
const all = counties.flatMap(({ code }) => unitsFromDivisions(code))

test.each(counties)(
  'county $code comes whole: itself, $townships townships, and villages below them',
  ({ code, townships }) => {
    const rows = unitsFromDivisions(code)
    expect(rows.filter((row) => row.level === 'county').map((row) => row._id)).toEqual([code])
    expect(rows.filter((row) => row.level === 'township')).toHaveLength(townships)
    expect(rows.every((row) => row.tenant === code && row._id.startsWith(code))).toBe(true)
  },
)

test('every unit but the county hangs below one that is there', () => {
  const known = new Set(all.map((row) => row._id))
  expect(known.size).toBe(all.length)
  const orphans = all.filter((row) => row.level !== 'county' && !known.has(row.parent ?? ''))
  expect(orphans).toEqual([])
})

test('each office has its own number, from a range that is nobody’s', () => {
  const phones = all.flatMap((row) => (row.call === null ? [] : [row.call.phone]))
  expect(phones).toHaveLength(2 + 20 + 19)
  expect(new Set(phones).size).toBe(phones.length)
  expect(phones.filter((phone) => !/^0578-800 00\d\d$/.test(phone))).toEqual([])
})

test('every village of the demonstration’s people is listed, under the name they carry', () => {
  const names = new Map(all.map((row) => [row._id, row.name]))
  const strangers = demoPeople.filter(
    (one) => names.get(one.villageCode) !== one.villageName || names.get(one.townshipCode) !== one.townshipName,
  )
  expect(strangers).toEqual([])
})

test('departments, schools and classes hang below a unit that is there, without anybody’s telephone', () => {
  const offices = counties.flatMap(({ code }) => unitsFromOffices(code))
  const known = new Set([...all, ...offices].map((row) => row._id))
  expect(known.size).toBe(all.length + offices.length)
  expect(offices.filter((row) => !known.has(row.parent ?? '') || !UNIT_CODE.test(row._id))).toEqual([])
  expect(offices.filter((row) => row.call !== null)).toEqual([])
})

test('every school of the demonstration says that it is one, and lies in a township', () => {
  const schools = counties.flatMap(({ code }) => unitsFromOffices(code)).filter((row) => row.level === 'school')
  expect(schools).toHaveLength(6)
  expect(schools.filter((row) => !row.name.startsWith('演示') || row.townshipCode?.length !== 9)).toEqual([])
})

test('a county that the file does not list has no units', () => {
  expect(unitsFromDivisions('330102')).toEqual([])
  expect(unitsFromOffices('330102')).toEqual([])
})
