import type { UnitLevel } from '../platform/roles.ts'
import type { organisationsErrors } from './errors.ts'
import type { MemberState, UnitState } from './states.ts'

export const organisationsMessages: Readonly<Record<keyof typeof organisationsErrors, string>> = {
  'unit-exists': '这个简称或班级已经有了，请换一个。',
  'unit-closed': '这个单位已经撤销，不能再改。',
  'unit-in-use': '下面还有单位或学生，请先安排好再撤销。',
  'unit-fixed': '县、乡镇和村的名称以国家公布的区划为准，这里不能改。',
  'unit-without-call': '村和班级用上级的电话，这里不单设。',
}

export const unitLevelWords: Readonly<Record<UnitLevel, string>> = {
  county: '县',
  township: '乡镇（街道）',
  village: '村（社区）',
  department: '部门',
  school: '学校',
  class: '班级',
}

export const unitStateWords: Readonly<Record<UnitState, string>> = {
  OPEN: '正常',
  CLOSED: '已撤销',
}

export const memberStateWords: Readonly<Record<MemberState, string>> = {
  IN: '在班',
  LEFT: '已离开',
}
