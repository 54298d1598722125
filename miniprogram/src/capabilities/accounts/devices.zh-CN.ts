/** Words of the pages about sessions and a lost phone. */
import type { HelpWords } from '#ui/more/help-page.tsx'

export const deviceWords = {
  title: '登录的设备',
  why: '您在这些地方登录着。不认识的，点“让它退出”，马上就退。',
  client: { weapp: '微信小程序', h5: '网页' },
  since: (when: string): string => `${when} 登录`,
  here: '就是这台',
  otherWechat: '用您的另一个微信号登录的',
  end: '让它退出',
  endLabel: (client: string, when: string): string => `让它退出，${client}，${when} 登录`,
  endAsk: '退出后，那边要重新登录才能看',
  endWords: '您办过的事、交过的钱都不受影响。',
  endYes: '退出',
  endNo: '不退了',
  problem: '没有退成',
  lost: '丢了手机怎么办',
  lostNote: '一步一步说，能念给您听',
  spokenCount: (count: number): string => `您在 ${String(count)} 个地方登录着。`,
  spokenRow: (client: string, when: string, here: boolean): string =>
    `${client}，${when}登录${here ? '，就是您手上这台' : ''}。`,
} as const

export const lostPhoneHelp: HelpWords = {
  title: '丢了手机怎么办',
  stepsTitle: '先做这几件事',
  steps: [
    {
      title: '打电话给便民服务中心',
      words: '用家人的手机打。告诉工作人员手机丢了，带身份证到窗口，工作人员会让所有登录马上退出。',
    },
    {
      title: '手边还有登录着的手机或电脑',
      words: '打开“我的”，点“登录的设备”，在丢的那台下面点“让它退出”。',
    },
    { title: '给微信也锁上', words: '在微信里冻结账号，或者打微信客服电话 95017，别人就不能用您的微信付款。' },
    { title: '买了新手机', words: '用原来的微信号登录就行，账单、收据、家人都还在。' },
    {
      title: '微信号也换了',
      words: '用新微信号登录，到窗口出示身份证和“窗口码”，工作人员把新微信号和您本人绑上，旧的解开。',
    },
  ],
  answers: [
    { title: '别人捡到手机，会看到我的信息吗？', words: '手机锁着就看不到。让登录退出以后，开着的页面也看不到了。' },
    { title: '交过的钱、收据会丢吗？', words: '不会。都存在县里的系统，不在手机里。' },
    { title: '去窗口要带什么？', words: '带本人身份证。身份证也丢了，带户口簿，或者请工作人员想办法核对。' },
  ],
}

export const seeDevices = '看登录的设备'
