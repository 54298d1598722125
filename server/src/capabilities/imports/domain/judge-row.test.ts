import { describe, expect, test } from '@jest/globals'
import type { ImportKind } from '@xlb/shared/imports/faults.ts'
import { idCheckCharacter } from '@xlb/shared/platform/id-number.ts'
import { columnsOf, templateCsv } from './columns.ts'
import { judgeRow, type Knowledge } from './judge-row.ts'
import { readHeader } from './read-header.ts'
import type { Cell } from './sheet-row.ts'

const known: Knowledge = {
  today: '2026-11-26',
  hasVillage: (code) => code === '331123002204',
  villageNamed: (township, village) => (township === '云峰街道' && village === '长濂村' ? '331123002204' : null),
  schoolAt: (code) => (code === '331123-edu-s1' ? 'here' : code === '331123-edu-s2' ? 'elsewhere' : null),
  readGrade: (text) => (text === '三年级' ? 3 : null),
  readClassNumber: (text) => (text === '2' ? 2 : null),
}

function idNo(birthday: string, sequence = '123'): string {
  const first = `331123${birthday.replaceAll('-', '')}${sequence}`
  return `${first}${idCheckCharacter(first)}`
}

const adult = idNo('1970-03-02')
const child = idNo('2015-03-02')

type Value = string | Omit<Cell, 'at'>

function judged(kind: ImportKind, values: readonly Value[]) {
  const titles = columnsOf[kind].map(({ titles: [title] }) => title)
  const { header } = readHeader(kind, { row: 1, cells: titles.map((text, at) => ({ at, text, sort: 'text' })) })
  const cells = values.flatMap((value, at): Cell[] =>
    value === '' ? [] : [typeof value === 'string' ? { at, text: value, sort: 'text' } : { at, ...value }],
  )
  const { read, problems } = judgeRow(kind, header, { row: 17, cells }, known)
  return read ?? problems.map(({ at, code }) => `${String(at)}: ${code}`)
}

describe('a resident', () => {
  const good = ['王·兰', adult, '331123002204', '', '']

  test('is read with birthday and village, by code, by names or by both', () => {
    const read = {
      kind: 'residents',
      row: 17,
      name: '王·兰',
      idNo: adult,
      birthday: '1970-03-02',
      villageCode: '331123002204',
    }
    expect(judged('residents', good)).toEqual(read)
    expect(judged('residents', ['王·兰', adult, '', '云峰街道', '长濂村'])).toEqual(read)
    expect(judged('residents', ['王·兰', adult, '331123002204', '云峰街道', '长濂村'])).toEqual(read)
    expect(judged('residents', ['王·兰', adult, { text: '3.31123002204E11', sort: 'number' }, '', ''])).toEqual(read)
  })

  test.each<[string, readonly Value[], readonly string[]]>([
    ['without a name', ['', adult, '331123002204'], ['0: missing']],
    ['with a space before the name', [' 王兰', adult, '331123002204'], ['0: spaces']],
    ['with a wide space behind the number', ['王兰', `${adult}\u3000`, '331123002204'], ['1: spaces']],
    ['with a lookalike dot', ['王•兰', adult, '331123002204'], ['0: name-wrong-dot']],
    ['with letters in the name', ['Wang', adult, '331123002204'], ['0: name-wrong-format']],
    ['with a name of 60 characters', ['王'.repeat(60), adult, '331123002204'], ['0: name-too-long']],
    ['with a cell of 300 characters', ['王'.repeat(300), adult, '331123002204'], ['0: too-long']],
    ['with an invisible character', ['王\u200D兰', adult, '331123002204'], ['0: control-character']],
    ['with a formula', [{ text: '', sort: 'formula' }, adult, '331123002204'], ['0: formula']],
    ['with text that is a formula', ['=HYPERLINK("x")', adult, '331123002204'], ['0: formula']],
    ['with an error of the spreadsheet', [{ text: '', sort: 'error' }, adult, '331123002204'], ['0: error-value']],
    ['with a number of 15 digits', ['王兰', '331123700302123', '331123002204'], ['1: id-fifteen-digits']],
    ['with 17 digits', ['王兰', adult.slice(1), '331123002204'], ['1: id-wrong-format']],
    [
      'with a wrong check digit',
      ['王兰', `${adult.slice(0, 17)}${adult.endsWith('X') ? '1' : 'X'}`, '331123002204'],
      ['1: id-wrong-check-digit'],
    ],
    ['of a region that is none', ['王兰', `99${adult.slice(2)}`, '331123002204'], ['1: id-unknown-region']],
    ['born on 30 February', ['王兰', idNo('1970-02-30'), '331123002204'], ['1: id-no-such-day']],
    ['born tomorrow', ['王兰', idNo('2026-11-27'), '331123002204'], ['1: id-future-birth']],
    ['with full-width digits', ['王兰', '３３１１２３', '331123002204'], ['1: full-width']],
    [
      'with a number that the spreadsheet rounded',
      ['王兰', { text: '3.31123197003021E+17', sort: 'number' }, '331123002204'],
      ['1: id-as-number'],
    ],
    ['with a number that was rounded before', ['王兰', '3.31123E+17', '331123002204'], ['1: id-as-number']],
    ['of a village nobody knows', ['王兰', adult, '331123002999'], ['2: village-unknown']],
    ['of a village with a wrong name', ['王兰', adult, '', '云峰街道', '短濂村'], ['4: village-unknown']],
    ['of a village by name without its township', ['王兰', adult, '', '', '长濂村'], ['3: missing']],
    ['of no village', ['王兰', adult], ['3: missing', '4: missing']],
    ['with cells beyond the header', ['王兰', adult, '331123002204', '', '', '13800000000'], ['5: too-many-columns']],
    ['with everything wrong', ['', 'x', '1'], ['0: missing', '1: id-wrong-format', '2: village-unknown']],
  ])('%s is told with the cell', (_what, values, problems) => {
    expect(judged('residents', values)).toEqual(problems)
  })

  test('a small x is kept as a capital', () => {
    const withX = Array.from({ length: 40 }, (_, n) => idNo('1970-03-02', String(100 + n))).find((one) =>
      one.endsWith('X'),
    )
    expect(judged('residents', ['王兰', (withX ?? '').toLowerCase(), '331123002204'])).toMatchObject({ idNo: withX })
  })
})

describe('a guardian', () => {
  const good = [adult, '王小兰', child, '母亲', '2026-09-01', '']

  test('is read with the days, from text and from a number of a workbook', () => {
    const read = { kind: 'guardians', guardianIdNo: adult, idNo: child, birthday: '2015-03-02', relation: 'mother' }
    expect(judged('guardians', good)).toMatchObject({ ...read, since: '2026-09-01', until: null })
    const serial = [adult, '王小兰', child, '外祖父母', { text: '46266', sort: 'number' as const }, '2027-01-01']
    expect(judged('guardians', serial)).toMatchObject({
      relation: 'grandparent',
      since: '2026-09-01',
      until: '2027-01-01',
    })
  })

  test.each<[string, readonly Value[], readonly string[]]>([
    ['for himself', [child, '王小兰', child, '父亲', '2026-09-01'], ['2: same-person']],
    ['for a grown-up', [adult, '王小兰', idNo('2008-11-26'), '父亲', '2026-09-01'], ['2: child-grown-up']],
    ['of a relation nobody knows', [adult, '王小兰', child, '邻居', '2026-09-01'], ['3: relation-unknown']],
    ['from a day that is none', [adult, '王小兰', child, '父亲', '2026-02-30'], ['4: day-wrong']],
    ['from a day with slashes', [adult, '王小兰', child, '父亲', '2026/9/1'], ['4: day-wrong']],
    ['from half a day', [adult, '王小兰', child, '父亲', { text: '46266.5', sort: 'number' }], ['4: day-wrong']],
    [
      'who ends before beginning',
      [adult, '王小兰', child, '父亲', '2026-09-01', '2026-08-31'],
      ['5: ends-before-begins'],
    ],
  ])('%s is told with the cell', (_what, values, problems) => {
    expect(judged('guardians', values)).toEqual(problems)
  })

  test('a child is one until the day before the 18th birthday', () => {
    expect(judged('guardians', [adult, '王小兰', idNo('2008-11-27'), '父亲', '2026-09-01'])).toMatchObject({ row: 17 })
  })
})

describe('a child of a class', () => {
  test('is read with grade and number as people write them', () => {
    expect(judged('classes', ['331123-edu-s1', '三年级', { text: '2', sort: 'number' }, '王小兰', child])).toEqual({
      kind: 'classes',
      row: 17,
      school: '331123-edu-s1',
      grade: 3,
      number: 2,
      name: '王小兰',
      idNo: child,
    })
  })

  test.each<[string, readonly Value[], readonly string[]]>([
    ['of no school', ['331123-edu', '三年级', '2', '王小兰', child], ['0: school-unknown']],
    ['of another school', ['331123-edu-s2', '三年级', '2', '王小兰', child], ['0: school-elsewhere']],
    ['of no grade', ['331123-edu-s1', '十三', '2', '王小兰', child], ['1: grade-wrong']],
    ['of no class', ['331123-edu-s1', '三年级', '二', '王小兰', child], ['2: class-wrong']],
  ])('%s is told with the cell', (_what, values, problems) => {
    expect(judged('classes', values)).toEqual(problems)
  })
})

describe('the header', () => {
  const read = (kind: ImportKind, titles: readonly string[]) =>
    readHeader(kind, { row: 1, cells: titles.map((text, at) => ({ at, text, sort: 'text' as const })) }).problems.map(
      ({ at, code }) => `${String(at)}: ${code}`,
    )

  test('columns in any order, by any of their titles', () => {
    expect(read('residents', ['村代码', '身份证号码', '姓名'])).toEqual([])
    expect(read('residents', ['乡镇', '村名', '公民身份号码', '姓名'])).toEqual([])
  })

  test('what is missing, not needed or there twice is told with its cell', () => {
    expect(read('residents', ['姓名', '姓名', '民族', '身份证号'])).toEqual([
      '1: header-twice',
      '2: header-unknown',
      '4: header-missing',
    ])
    expect(read('guardians', ['关系'])).toHaveLength(4)
  })

  test('a column far to the right is too many', () => {
    const cells = [{ at: 50, text: '姓名', sort: 'text' as const }]
    expect(readHeader('classes', { row: 1, cells }).problems[0]).toMatchObject({ at: 50, code: 'too-many-columns' })
  })
})

test('the example of a template names nobody: its ID number has no card', () => {
  for (const kind of ['residents', 'guardians', 'classes'] as const) {
    const [, line = ''] = templateCsv(kind).split('\r\n')
    const values = line.split(',')
    expect(judged(kind, values)).toContainEqual(expect.stringMatching(/: id-wrong-check-digit$/))
  }
})
