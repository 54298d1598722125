import type { importsErrors } from './errors.ts'
import type { CellFault, FileFault, ImportKind } from './faults.ts'
import type { ImportState } from './states.ts'

export const importsMessages: Readonly<Record<keyof typeof importsErrors, string>> = {
  'import-file-empty': '文件是空的，请重新选择。',
  'import-too-many': '还有 10 份名单没有办完，请先确认或取消。',
  'import-not-checked': '文件还没有检查完，请稍后再来确认。',
  'import-nothing-good': '没有一行能导入，请照问题清单改好再传。',
  'import-under-way': '已经开始导入，不能取消了。',
  'import-over': '这次导入已经结束。',
}

export const importKindWords: Readonly<Record<ImportKind, string>> = {
  residents: '居民',
  guardians: '监护关系',
  classes: '班级学生',
}

export const importStateWords: Readonly<Record<ImportState, string>> = {
  RECEIVED: '已收到',
  CHECKING: '正在检查',
  CHECKED: '检查完，等确认',
  CONFIRMED: '已确认，等导入',
  APPLYING: '正在导入',
  DONE: '已导入',
  CANCELLED: '已取消',
  REFUSED: '读不了',
}

/** `{other}`: the other row. */
export const cellFaultWords: Readonly<Record<CellFault, string>> = {
  missing: '这一格没有填。',
  spaces: '前后有空格，请去掉。',
  'too-long': '内容太长。',
  formula: '这一格是公式，或以 = + - @ 开头，请改成普通内容。',
  'error-value': '这一格是错误值，请改正。',
  'full-width': '数字或字母是全角的，请改成半角。',
  'control-character': '有看不见的字符，请重新填这一格。',
  'too-many-columns': '这一行比表头多出了格子，请删去。',
  duplicate: '与第 {other} 行重复，只按第 {other} 行导入。',
  'id-wrong-format': '身份证号应是 18 位。',
  'id-fifteen-digits': '这是 15 位的老号码，请填 18 位的身份证号。',
  'id-unknown-region': '身份证号的前两位没有这个地区。',
  'id-no-such-day': '身份证号里的出生日期不存在。',
  'id-future-birth': '身份证号里的出生日期还没有到。',
  'id-wrong-check-digit': '身份证号的最后一位对不上，请核对。',
  'id-as-number': '身份证号被存成了数字，后几位已经丢失。请把这一列设为文本，重新填写。',
  'name-too-long': '姓名太长，请核对。',
  'name-wrong-dot': '姓名中间的点不对，请用“·”。',
  'name-wrong-format': '姓名里有不该有的字符，请照身份证填写。',
  'village-unknown': '没有这个村（社区），请核对代码或乡镇和村名。',
  'village-ambiguous': '村代码与乡镇、村名对不上，请核对。',
  'known-other-name': '这个身份证号已经登记，姓名不一样，请核对；导入不改姓名。',
  'known-other-village': '这个人登记在别的村（社区），导入不改；请本人在小程序里改，或到窗口办。',
  'guardian-unknown': '监护人还没有登记，请先导入居民。',
  'child-unknown': '孩子还没有登记，请先导入居民。',
  'child-other-name': '孩子的姓名与登记的不一样，请核对。',
  'child-grown-up': '孩子已满 18 周岁，不再需要监护人。',
  'same-person': '监护人和孩子是同一个人，请核对。',
  'relation-unknown': '关系请填：母亲、父亲、祖父母、外祖父母或其他。',
  'day-wrong': '日期请写成 2026-09-01 这样。',
  'ends-before-begins': '截止日早于起始日。',
  'school-unknown': '没有这个学校代码，或学校已撤销。',
  'school-elsewhere': '这不是您负责的学校。',
  'grade-wrong': '年级请填 1 到 12，或“三年级”“初一”“高二”这样。',
  'class-wrong': '班级请填 1 到 60 的数字。',
  'own-matter': '这一行是本人的事，请由其他工作人员到窗口登记。',
  'changed-meanwhile': '检查之后情况有了变化，这一行没有导入，请核对。',
  'header-missing': '表头缺少这一列。',
  'header-unknown': '这一列用不到，请删去，不要多交个人信息。',
  'header-twice': '这一列出现了两次，请删去一列。',
}

export const fileFaultWords: Readonly<Record<FileFault, string>> = {
  'file-broken': '文件损坏，读不出来。请重新保存再传。',
  'file-locked': '文件加了密码，请去掉密码再传。',
  'not-a-table': '这不是表格文件。请存成 xlsx 或 csv 再传。',
  'encoding-unknown': '文字编码认不出来。请存成 xlsx 或 UTF-8 的 csv 再传。',
  'quotes-broken': '有引号没有成对，读不下去。请存成 xlsx 再传。',
  'cell-too-long': '有一格或一行太长，不像是名单。',
  'too-many-rows': '超过 200000 行，请分成几份。',
  'too-many-problems': '问题太多，像是列放错了或用错了表。请照清单改好再传。',
  'too-much-inside': '文件展开后太大，没有读。请只留下要导入的那张表。',
  'header-wrong': '表头不对，请照问题清单改。',
  'no-rows': '表头下面没有内容。',
}
