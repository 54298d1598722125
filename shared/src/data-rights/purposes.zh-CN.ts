/** Why an officer looked at somebody's data, and at what, in the words the person reads. One line a purpose; a look of an unknown one is refused. */

export const purposeWords: Readonly<Record<string, string>> = {
  'counter-find-person': '窗口核对身份',
  'approval-review': '复核窗口登记',
  'vaccine-check-in': '接种门诊签到核对',
  'vaccine-walk-in': '接种门诊登记没有预约的接种',
}

export const lookFieldWords: Readonly<Record<string, string>> = {
  name: '姓名',
  'masked-name': '姓名（部分遮住）',
  idNo: '证件号码',
  'masked-id-no': '证件号码（部分遮住）',
  birthday: '出生日期',
  village: '所在村（社区）',
  verified: '实名方式',
  accounts: '绑定的微信数',
  sessions: '登录情况',
  guardianships: '监护关系',
  child: '孩子的姓名和证件号码',
  paper: '出示的材料',
  vaccinations: '接种记录和预约',
}
