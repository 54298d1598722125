/** The subscribe-message templates of the demo account. Types: 2 one-time. */
export interface Template {
  readonly id: string
  readonly title: string
  /** Data keys in their order with the words before each value. */
  readonly fields: readonly { readonly key: string; readonly label: string; readonly example: string }[]
}

export const templates: readonly Template[] = [
  {
    id: 'DEMO_BillDue_7uYb2cQ4nT1xKpL0sVfWzR3aEd8h',
    title: '缴费提醒',
    fields: [
      { key: 'thing1', label: '缴费项目', example: '水费' },
      { key: 'amount2', label: '待缴金额', example: '￥84.95' },
      { key: 'date3', label: '截止日期', example: '2026年12月5日' },
      { key: 'thing4', label: '温馨提示', example: '点开看账单' },
    ],
  },
  {
    id: 'DEMO_Vaccine_3kTz8wQ1mY6nRb4LpD0hXc9sVe5u',
    title: '疫苗接种提醒',
    fields: [
      { key: 'thing1', label: '疫苗名称', example: '百白破疫苗 第 5 剂' },
      { key: 'time2', label: '接种时间', example: '2026年11月26日 09:00' },
      { key: 'thing3', label: '接种地点', example: '妙高街道卫生院接种门诊' },
      { key: 'thing4', label: '温馨提示', example: '请带预防接种证' },
    ],
  },
  {
    id: 'DEMO_Credited_5mJr9hX6vB0qGtN2wSyCiU1oPk4f',
    title: '缴费成功通知',
    fields: [
      { key: 'thing1', label: '缴费项目', example: '水费' },
      { key: 'amount2', label: '缴费金额', example: '￥84.95' },
      { key: 'time3', label: '入账时间', example: '2026年11月26日 09:15' },
      { key: 'character_string4', label: '收据号', example: 'SJ202611260001' },
    ],
  },
]

/** As `GET /wxaapi/newtmpl/gettemplate` lists them. */
export function templateList(): unknown[] {
  return templates.map((one) => ({
    priTmplId: one.id,
    title: one.title,
    content: one.fields.map(({ key, label }) => `${label}:{{${key}.DATA}}\n`).join(''),
    example: one.fields.map(({ label, example }) => `${label}:${example}\n`).join(''),
    type: 2,
    keywordEnumValueList: [],
  }))
}
