import type { staffErrors } from './errors.ts'
import type { StaffState } from './states.ts'

export const staffMessages: Readonly<Record<keyof typeof staffErrors, string>> = {
  'sign-in-refused': '用户名或密码不对。连续错 5 次会暂停登录 15 分钟，还是不行请找系统管理员。',
  'ticket-ended': '这次登录隔得太久了，请从用户名和密码重新开始。',
  'second-factor-refused': '动态码不对，或者已经用过。请等下一个动态码再试。',
  'staff-locked': '连续错了 5 次，账号暂停登录 {minutes} 分钟，请稍后再试。',
  'confirmation-refused': '原密码或动态码不对，请核对后再试。',
  'invitation-refused': '用户名或邀请码不对，或者邀请码已经用过、过期。请找系统管理员重新发一个。',
  'username-taken': '这个用户名已经有人用，请换一个。',
  'person-has-account': '这位居民已经有工作人员账号，一个人只能有一个。',
  'staff-state-refused': '这个账号现在的状态不能这样办，请刷新再看。',
  'last-administrator': '全县只剩这一位管理员，请先增加另一位再办。',
  'own-role': '自己的账号和权限不能自己改，请由另一位管理员来办。',
  'role-not-there': '“{role}”不能设在这个单位，请换一级单位。',
  'roles-apart': '系统管理、安全管理、审计和业务角色不能由同一个人担任。',
  'unit-unknown': '没有找到这个单位，请核对单位代码。',
}

export const staffStateWords: Readonly<Record<StaffState, { standard: string; elder: string }>> = {
  INVITED: { standard: '待启用', elder: '还没启用' },
  ACTIVE: { standard: '正常', elder: '可以用' },
  LOCKED: { standard: '暂停登录', elder: '先停一会儿' },
  DISABLED: { standard: '已停用', elder: '停用了' },
}

/** What is wrong with a new password, by the code of the field error. */
export const passwordMessages: Readonly<Record<string, string>> = {
  'too-small': '密码至少 12 个字符。',
  'too-big': '密码最多 128 个字符。',
  'has-username': '密码里不能有用户名。',
  common: '这个密码太常见，容易被猜到，请换一个。',
  same: '新密码不能和原密码一样。',
}

/** The name that an authenticator app shows. */
export const issuerName = '乡里办'
