/** 怎么交水费、电费、燃气费, step by step, for someone who has never paid by phone. One page for three utilities. */
import type { Utility } from '@xlb/shared/bills/contract.ts'
import { utilityWords } from '@xlb/shared/bills/messages.zh-CN.ts'
import type { HelpWords } from '#ui/more/help-page.tsx'

interface About {
  /** Who sends the bill. */
  readonly office: string
  /** How long until it stands in their books. */
  readonly credited: string
  /** Why the price is not the same all year. */
  readonly tiers: string
  /** Where the tax invoice comes from. */
  readonly invoice: string
}

const about: Readonly<Record<Utility, About>> = {
  water: {
    office: '自来水公司',
    credited: '一般十分钟左右。',
    tiers: '按一年的用水量分档，用得多，后面的一档贵一些。账单上画着今年用到哪一档。',
    invoice: '收据不是发票。要发票，带户号到自来水公司营业厅开，或者打收费单位的电话问。',
  },
  electricity: {
    office: '供电公司',
    credited: '一般几分钟，赶上夜里对账，会到第二天早上。',
    tiers:
      '按一年的用电量分三档，用得多，后面的一档贵一些。装了峰谷表的，早 8 点到晚 10 点是峰电，贵；夜里是谷电，便宜。账单上都写着各是多少度。',
    invoice: '收据不是发票。要发票，带户号到供电营业厅开，或者打收费单位的电话问。',
  },
  gas: {
    office: '燃气公司',
    credited: '一般十几分钟。',
    tiers: '按一年的用气量分档，用得多，后面的一档贵一些。账单上画着今年用到哪一档。',
    invoice: '收据不是发票。要发票，带户号到燃气公司营业厅开，或者打收费单位的电话问。',
  },
}

const stepsOf = (words: string, { office, credited }: About): HelpWords['steps'] => [
  { title: `在首页点“交${words}”`, words: `要是有没交的${words}，首页“待办”里也会写着，点“去缴费”也一样。` },
  { title: '看清楚是谁家的、多少钱', words: '账单上写着户名和户号最后四位。不是您家的，不要付，打电话问一问。' },
  { title: '点最下面的蓝色按钮', words: '按钮上写着“微信支付”和钱数。点了以后，会跳出微信的付款页面。' },
  { title: '在微信里付款', words: '照微信的提示输密码，或者按指纹。付完会自动回来。' },
  {
    title: '等一会儿看结果',
    words: `先写“已收款”，${office}记好账以后写“已入账”。${credited}收据会发到“消息”里。`,
  },
]

const answersOf = (words: string, { office, tiers, invoice }: About): HelpWords['answers'] => [
  { title: '要发票怎么办？', words: invoice },
  { title: '点了两次，会不会扣两次钱？', words: '不会。同一张账单只收一次。万一多付了，会自动退回您的微信。' },
  { title: '付了钱，还写“正在确认”？', words: '不要再付。我们会一直去问微信支付，有结果就发消息告诉您。钱不会丢。' },
  { title: '欠了好几期怎么交？', words: '可以一次一起交，也可以先交早的。早的没交，不能先交晚的。' },
  {
    title: '怎么帮父母、邻居交？',
    words: `点“缴费户号”，再点“绑定户号”，照${words}账单填户号和户主全名。您看得到要交多少，看不到人家用了多少。`,
  },
  { title: `${words}为什么分几档？`, words: tiers },
  { title: `钱数和${office}说的不一样？`, words: `以${office}的为准。页面上会写两边各是多少，工作人员会去核对。` },
  {
    title: '不会用，或者手机不方便？',
    words: '打电话给便民服务中心，或者到村里、镇里的窗口，工作人员帮您办，交现金也行。',
  },
]

export function payHelpOf(utility: Utility): HelpWords {
  const words = utilityWords[utility].spoken
  return {
    title: `怎么交${words}`,
    stepsTitle: '五步就好',
    steps: stepsOf(words, about[utility]),
    answers: answersOf(words, about[utility]),
  }
}

export const helpWords = {
  which: '看哪一种',
  start: (utility: Utility): string => `现在去交${utilityWords[utility].spoken}`,
  choices: [
    { key: 'water', words: utilityWords.water.spoken },
    { key: 'electricity', words: utilityWords.electricity.spoken },
    { key: 'gas', words: utilityWords.gas.spoken },
  ],
} as const
