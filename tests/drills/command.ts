/** The command line of `npm run drill`. */
import { checkFolder, checkNode, checkPorts, readPort } from '../../scripts/checks.mjs'
import { complain, readOptions, Refusal, root, say } from '../../scripts/terminal.mjs'
import { callbackStorm } from './callback-storm/run.ts'
import { duplicateDelivery } from './duplicate-delivery/run.ts'
import { killBooking } from './kill-booking/run.ts'
import { killPayment, type Result, type Verified } from './kill-payment/run.ts'
import { lostCallback } from './lost-callback/run.ts'
import { runMoneyDrill, type MoneyDrill } from './money/run.ts'
import { restoreDrill } from './restore/run.ts'
import { rollingDeploy } from './rolling-deploy/run.ts'
import { rotateKeysDrill } from './rotate-keys/run.ts'
import { slowProvider } from './slow-provider/run.ts'
import { stoppedWorker } from './stopped-worker/run.ts'

const help = `npm run drill -- 演练 [参数]

  kill-payment    付款途中逐个标记点杀进程 (a process dies at every marked point of a payment)
  kill-booking    约疫苗途中逐个标记点杀进程 (a process dies at every marked point of a vaccine booking)
  restore         备份、继续办事、删库、恢复，再核对 (backup, more traffic, the database is lost, restore)
  rotate-keys     一边有人用一边更换全部密钥 (every key changes under load)
  callback-storm  付款通知风暴，三成重复、乱序 (a storm of callbacks, 30 % repeats, shuffled)
  lost-callback   十分钟的付款通知全部丢失 (every callback is lost for ten minutes)
  slow-provider   支付公司很慢、断续、半开、502 (the provider is slow, trickles, hangs, answers 502)
  duplicate-delivery  每个事件投递一到五次，两个后台同时 (every event delivered 1-5 times, by two workers)
  stopped-worker  后台拿着租约停住两倍租期再继续 (a worker stops for twice its lease and goes on)
  rolling-deploy  有人用时换上新版本 (a new version takes over under load)

  --seeds N       种子数，默认 2（持续集成 20，夜间 200）(seeds)
  --from N        第一个种子，默认 1 (first seed)
  --points A,B    kill-payment、kill-booking：只在这些标记点 (only these points)
  --full          callback-storm：每秒 200 条、共 60 秒，约二十分钟 (200/s for 60 s)
  --port N        端口，默认 23600，后面四个也会用到 (first of five ports)
  --help
`

type Option = string | true | undefined

function readCount(text: Option, name: string, fallback: number): number {
  if (text === undefined) return fallback
  const count = typeof text === 'string' && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : 0
  if (count === 0) throw new Refusal(`${name} 应是正整数。(A positive integer is needed.)`)
  return count
}

function reportKills({ cases }: Result, seconds: number): void {
  const sum = (what: 'paid' | 'receipts' | 'refunded' | 'unpaid'): number =>
    cases.reduce((total, { outcome }) => total + outcome[what], 0)
  const points = new Set(cases.map(({ one }) => one.point.name))
  const slowest = Math.max(...cases.map(({ outcome }) => outcome.seconds))
  process.stdout.write(
    `\n${cases.length} kills at ${points.size} points in ${seconds} s: ${sum('paid')} orders paid, ${sum('receipts')} receipts, ` +
      `${sum('refunded')} refunded, ${sum('unpaid')} unpaid; rest after ${slowest} s at most\n`,
  )
}

interface Common {
  readonly port: number
  readonly seeds: readonly number[]
  readonly log: (sentence: string) => void
  readonly points?: readonly string[]
  readonly full: boolean
}

interface Told {
  readonly verified: readonly Verified[]
  readonly faults: readonly string[]
  /** What a drill that did nothing would lack. */
  readonly done: number
}

const money =
  (name: string, drill: MoneyDrill) =>
  (how: Common): Promise<Told> =>
    runMoneyDrill(name, drill, how)

const drills: Readonly<Record<string, (how: Common) => Promise<Told>>> = {
  async 'kill-payment'(how) {
    const begun = Date.now()
    const result = await killPayment(how)
    reportKills(result, Math.round((Date.now() - begun) / 1000))
    return { ...result, done: result.cases.length }
  },
  async 'kill-booking'(how) {
    const begun = Date.now()
    const result = await killBooking(how)
    const names = new Set(result.cases.map(({ point }) => point))
    const seconds = Math.round((Date.now() - begun) / 1000)
    process.stdout.write(`\n${result.cases.length} kills at ${names.size} points in ${seconds} s\n`)
    return { ...result, done: result.cases.length }
  },
  async restore(how) {
    const result = await restoreDrill(how)
    return { ...result, done: result.rounds.length }
  },
  async 'rotate-keys'(how) {
    const result = await rotateKeysDrill(how)
    return { ...result, done: result.tally.requests }
  },
  'callback-storm': money('callback-storm', callbackStorm),
  'lost-callback': money('lost-callback', lostCallback),
  'slow-provider': money('slow-provider', slowProvider),
  'duplicate-delivery': money('duplicate-delivery', duplicateDelivery),
  'stopped-worker': money('stopped-worker', stoppedWorker),
  'rolling-deploy': money('rolling-deploy', rollingDeploy),
}

function report({ verified, faults }: Told): void {
  for (const { command, rows, differences } of verified)
    process.stdout.write(`${command}: ${rows} rows checked, ${differences} differences\n`)
  for (const fault of faults) process.stdout.write(`  ✗ ${fault}\n`)
  process.stdout.write(`${faults.length} faults\n`)
}

async function main(): Promise<number> {
  checkNode()
  const [drill, ...words] = process.argv.slice(2)
  const options = readOptions(words, {
    '--seeds': 'value',
    '--from': 'value',
    '--points': 'value',
    '--port': 'value',
    '--full': 'flag',
    '--help': 'flag',
  })
  if (options['--help'] === true || drill === undefined || drill === '--help') {
    process.stdout.write(help)
    return 0
  }
  const run = drills[drill]
  if (run === undefined)
    throw new Refusal(`没有名为 ${drill} 的演练，可选：${Object.keys(drills).join('、')}。(No such drill.)`)
  const port = readPort(options['--port'], 23_600)
  const from = readCount(options['--from'], '--from', 1)
  const seeds = Array.from({ length: readCount(options['--seeds'], '--seeds', 2) }, (_, at) => from + at)
  const named = options['--points']
  const points = typeof named === 'string' ? { points: named.split(',').map((name) => name.trim()) } : {}
  await checkPorts({ API: port, world: port + 1, MongoDB: port + 2, metrics: port + 3, 'worker metrics': port + 4 })
  await checkFolder(root, 500)
  const told = await run({ port, seeds, log: say, full: options['--full'] === true, ...points })
  report(told)
  return told.faults.length === 0 && told.done > 0 ? 0 : 1
}

try {
  process.exitCode = await main()
} catch (error) {
  complain(error)
  process.exitCode = 1
}
