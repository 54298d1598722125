/** The columns of each kind of table, by the titles that staff write; what is not needed is not taken. */
import type { ImportKind } from '@xlb/shared/imports/faults.ts'

export type ColumnKey =
  | 'name'
  | 'idNo'
  | 'villageCode'
  | 'township'
  | 'village'
  | 'guardianIdNo'
  | 'relation'
  | 'since'
  | 'until'
  | 'school'
  | 'grade'
  | 'number'

export interface Column {
  readonly key: ColumnKey
  /** The first is the one of the template. */
  readonly titles: readonly [string, ...string[]]
  /** Must the header have it. */
  readonly required: boolean
  readonly hint: string
  /** In the template; an ID number that belongs to nobody: its birthday has the check digit of no card. */
  readonly example: string
}

const idNo = (key: ColumnKey, title: string, ...others: string[]): Column => ({
  key,
  titles: [title, ...others],
  required: true,
  hint: '18 位，整列设为文本',
  example: '33112319000101000X',
})

const residents: readonly Column[] = [
  { key: 'name', titles: ['姓名'], required: true, hint: '与身份证一致', example: '王演示' },
  idNo('idNo', '身份证号', '身份证号码', '公民身份号码'),
  {
    key: 'villageCode',
    titles: ['村（社区）代码', '村代码', '村(社区)代码'],
    required: false,
    hint: '12 位代码；不知道就填后两列',
    example: '',
  },
  {
    key: 'township',
    titles: ['乡镇（街道）', '乡镇', '乡镇(街道)'],
    required: false,
    hint: '全名',
    example: '云峰街道',
  },
  { key: 'village', titles: ['村（社区）', '村名', '村(社区)'], required: false, hint: '全名', example: '长濂村' },
]

const guardians: readonly Column[] = [
  idNo('guardianIdNo', '监护人身份证号'),
  { key: 'name', titles: ['孩子姓名'], required: true, hint: '与登记的一致', example: '王小演' },
  idNo('idNo', '孩子身份证号'),
  {
    key: 'relation',
    titles: ['关系'],
    required: true,
    hint: '母亲、父亲、祖父母、外祖父母或其他',
    example: '母亲',
  },
  { key: 'since', titles: ['起始日'], required: true, hint: '2026-09-01 这样', example: '2026-09-01' },
  {
    key: 'until',
    titles: ['截止日'],
    required: false,
    hint: '从这一天起不再有效；没有就空着，到孩子 18 周岁为止',
    example: '',
  },
]

const classes: readonly Column[] = [
  { key: 'school', titles: ['学校代码'], required: true, hint: '如 331123-edu-s1', example: '331123-edu-s1' },
  { key: 'grade', titles: ['年级'], required: true, hint: '1 到 12，或“三年级”“初一”“高二”', example: '三年级' },
  { key: 'number', titles: ['班级', '班'], required: true, hint: '1 到 60', example: '2' },
  { key: 'name', titles: ['学生姓名'], required: true, hint: '与登记的一致', example: '王小演' },
  idNo('idNo', '学生身份证号'),
]

export const columnsOf: Readonly<Record<ImportKind, readonly Column[]>> = { residents, guardians, classes }

/** A header and one row, as Excel opens it: UTF-8 with BOM. */
export function templateCsv(kind: ImportKind): string {
  const columns = columnsOf[kind]
  const line = (cells: readonly string[]): string => `${cells.join(',')}\r\n`
  return `\uFEFF${line(columns.map(({ titles }) => titles[0]))}${line(columns.map(({ example }) => example))}`
}
