/**
 * What residents are asked to agree to. A change of meaning is a new version (its day): answers given to the old one read as outdated. `{office}`
 * and `{phone}` are filled with the county's own. Sources: personal information law, articles 13–17, 28–31, 44–50; civil code, article 17.
 */
import type { ConsentPurpose } from '@xlb/shared/data-rights/contract.ts'

export interface ConsentDocument {
  readonly purpose: ConsentPurpose
  /** `YYYY-MM-DD` */
  readonly version: string
  readonly title: string
  readonly sensitive: boolean
  readonly text: readonly string[]
  /** What stops the moment it is withdrawn. */
  readonly withdrawing: string
}

export const consentDocuments: readonly ConsentDocument[] = [
  {
    purpose: 'service-agreement',
    version: '2026-11-20',
    title: '使用说明和个人信息处理规则',
    sensitive: false,
    text: [
      '“乡里办”由{office}负责，帮您在手机上办缴费、看消息、找办事的地方。不用它，也可以到窗口或打电话办，办的结果一样。',
      '您用微信登录时，我们会收到微信给的一串编号（openid），用它认出是您的手机。我们不读取您的微信昵称、头像、通讯录和聊天记录。',
      '您选的村（社区）、用大字版还是标准版、您主动填的手机号，会跟您的账号一起保存，用来给您看本地的信息、通知您办事结果。',
      '您缴费时，付款由微信支付完成，我们不接触您的银行卡。账单、订单和收据按会计档案的规定保存 30 年。',
      '登录记录过期后几天内删除；消息在您删除账号时一起删除；系统日志里没有姓名、证件号和手机号，至少保存六个月。',
      '除了办这件事必须交给的单位（如自来水公司、微信支付），我们不把您的信息给任何人，也不用来做广告。',
      '您可以随时在“我的”里查看、导出、更正和删除自己的资料，也可以看到谁查看过。',
      '有疑问，或者觉得您的信息被用得不对，请打 {phone} 找{office}，也可以向网信部门投诉。',
    ],
    withdrawing: '撤回后不再给您推送消息；您已经办过的事和收据不受影响。要完全停用，请申请删除个人信息。',
  },
  {
    purpose: 'real-name',
    version: '2026-11-20',
    title: '实名核对：单独同意处理身份信息',
    sensitive: true,
    text: [
      '为了确认办事的是您本人，{office}需要处理您的姓名和身份证号。身份证号属于敏感个人信息，要您单独同意。',
      '我们把您填的姓名和身份证号交给公安机关的人口信息系统核对，对方只回答“相符”或“不相符”，不返回别的资料。',
      '核对相符后，身份证号加密保存，页面上不完整显示；工作人员要看，必须有您正在办的事项，并且会记在“谁看过我的信息”里。',
      '它用来：查到您名下的账单、证明您是孩子的监护人、防止别人冒用您的身份办事。不作其他用途。',
      '保存到您申请删除为止。删除时，法律要求保存的付款凭证和操作记录除外，会逐项告诉您。',
      '您可以不同意。不同意就不能在手机上办需要实名的事，可以带身份证到{office}窗口办，结果一样。',
      '同意以后随时可以撤回，撤回从当时起生效，之前已经办好的不受影响。有疑问请打 {phone}。',
    ],
    withdrawing: '撤回后，马上停止用您的姓名和身份证号去核对；需要实名的新事项请到窗口办。已经办好的不受影响。',
  },
  {
    purpose: 'child-data',
    version: '2026-11-20',
    title: '孩子的信息：监护人单独同意',
    sensitive: true,
    text: [
      '不满十四周岁孩子的个人信息属于敏感个人信息，法律要求由父母或其他监护人单独同意，{office}才能处理。',
      '需要处理的是：孩子的姓名、身份证号、出生日期，以及您和孩子是什么关系。',
      '用来做两件事：向人口信息系统核对您现在是不是孩子的监护人；核对通过后，让您在手机上替孩子办事。',
      '我们把您和孩子的身份证号交给人口信息系统核对，不给其他人。孩子的身份证号加密保存，页面上不显示。',
      '监护关系到法院判决或登记的日期为止，最迟到孩子年满 18 周岁当天自动结束；结束三年后，我们删去孩子的姓名和生日。',
      '孩子满 14 周岁后，可以自己登录，看到谁是监护人；您和孩子都能看到谁查看过资料。',
      '您可以不同意，带户口簿或出生医学证明到{office}窗口办，结果一样。同意以后随时可以撤回，从当时起生效。',
      '有疑问，或者发现有人冒充监护人，请马上打 {phone} 找{office}。',
    ],
    withdrawing: '撤回后，马上停止处理孩子的信息：不能再添加孩子，也不再显示孩子的资料。您依法对孩子的监护责任不变。',
  },
]

export function documentFor(purpose: ConsentPurpose): ConsentDocument {
  const found = consentDocuments.find((one) => one.purpose === purpose)
  if (found === undefined) throw new Error(`no document asks for ${purpose}`)
  return found
}
