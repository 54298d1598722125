/** Every kind of alarm in words: what it is, and what the operator does. No kind without words (tests/house/alarms.test.ts). */
export interface AlarmWords {
  readonly title: string
  readonly todo: string
}

export const alarmWords: Readonly<Record<string, AlarmWords>> = {
  'approval-overdue': {
    title: '紧急事项先办了，规定时间内没有人补批',
    todo: '请联系县值班员或有权复核的人，在“待我复核”里补批或不同意。',
  },
  'approval-stuck': {
    title: '两人都同意的事，反复没有办成',
    todo: '请按记录编号看后台任务的日志，排除原因后系统会自动再办。',
  },
  'audit-difference': {
    title: '审计记录核对有出入',
    todo: '请立即保存数据库和公布的链头文件，通知审计员和安全管理员，查清前不要恢复或删除数据。',
  },
  'audit-version-taken': {
    title: '有记录的版本和审计链对不上',
    todo: '记录可能被人直接改过数据库。请运行 npm run audit:verify，并通知安全管理员。',
  },
  'bill-credit-due': {
    title: '有人不再用这个户号，账上还有该退的钱',
    todo: '请财务按编号联系本人，核对后退款。',
  },
  'bureau-deceased': {
    title: '有人用已经登记死亡的身份做实名核对',
    todo: '系统已经拒绝。请转给窗口负责人核实：可能是登记有误，也可能是冒用。',
  },
  'calendar-year-missing': {
    title: '缺少某一年的节假日安排，期限只能暂定',
    todo: '国务院办公厅通知公布后，请运行 npm run calendar:import 导入这一年。',
  },
  'dose-report-refused': {
    title: '有一剂接种记录省免疫规划系统没有收',
    todo: '请按上报编号找到接种门诊，由护士核对并更正这一剂；更正后会自动重新上报。',
  },
  'event-set-aside': {
    title: '有一条内部通知多次没有送达，已放到一边',
    todo: '请看日志里的原因，排除后运行 node scripts/operate.mjs dead 编号，再送一次。',
  },
  'job-failed': {
    title: '后台任务没有做成',
    todo: '系统会自动再做。连续出现时，请看后台任务的日志和数据库是否正常。',
  },
  'keys-unreadable': {
    title: '密钥文件读不出来，各进程暂用已读到的密钥',
    todo: '请检查 XLB_KEYS_FILE 的路径、权限和内容；修好之前不要重启。',
  },
  'operator-refused': {
    title: '有人反复发来带数据库指令的请求，已全部拒绝',
    todo: '请看接口日志里 security 为 operator-refused 的请求，必要时在前置代理上封禁来源。',
  },
  'payment-misfit': {
    title: '收到的付款和订单对不上',
    todo: '请财务按订单编号核对支付平台的账单；能自动退的系统会退。',
  },
  'payment-without-order': {
    title: '收到一笔没有订单的付款，已挂在待处理里',
    todo: '请财务在对账差异里找到它：重复付的系统会自动退，其余查清后退款。',
  },
  'payment-suspense': {
    title: '有一笔已收的钱入不了账，挂在待处理里',
    todo: '请财务按订单编号处理：查清后入账或退款。运行 npm run ledger:verify 可看全部待处理。',
  },
  'pending-mac-refused': {
    title: '有待发的记录不是本系统写的，没有发出',
    todo: '可能有人直接改了数据库。请运行 npm run audit:verify，并通知安全管理员。',
  },
  'providers-unreadable': {
    title: '外部单位的配置文件读不出来，暂用已读到的内容',
    todo: '请检查 PROVIDERS_FILE 的路径、权限和内容；修好之前不要重启。',
  },
  'statement-broken': {
    title: '支付平台的对账单读不通，没有采用',
    todo: '系统每 10 分钟再取一次。一直读不通时，请从商户平台下载核对，并联系支付平台。',
  },
  'utility-bill-differs': {
    title: '收费单位的金额和公布的价目算出来不一样',
    todo: '请和收费单位核对这张账单；居民看到的是收费单位的金额，并注明有出入。',
  },
  'utility-file-broken': {
    title: '收费单位的文件校验不过，整份没有采用',
    todo: '请联系收费单位补发；更正的文件到了，系统会自动读。',
  },
  'refund-failed': {
    title: '有一笔退款没有退成',
    todo: '请财务按退款编号到支付平台查原因，改用其他方式退给本人。',
  },
  'retention-failed': {
    title: '到期的记录没有删成',
    todo: '明天会自动再删。连续出现时，请看后台任务的日志。',
  },
  'sealed-field-refused': {
    title: '有加密内容打不开，换密钥时没有动它',
    todo: '请按日志里的编号查看，可能要用更早的密钥文件。打开之前不要停用旧密钥。',
  },
  'staff-locked': {
    title: '有工作人员账号因多次输错被锁',
    todo: '到时间会自动解锁。请先问本人是不是自己输错；不是本人的，请系统管理员停用账号。',
  },
  'verify-difference': {
    title: '核对账目或登记有出入',
    todo: '请看核对命令印出的每一条，账目的请财务查清，其余请按编号查记录。',
  },
}
