/** `npm start`: from a fresh clone to a running product, with nothing but Node at the beginning. */
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { access } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { checkFolder, checkNode, checkPorts, readPort } from './checks.mjs'
import { isInstalled, ensureInstalled } from './install.mjs'
import { complain, readOptions, Refusal, root, say } from './terminal.mjs'

const help = `乡里办：启动整套产品 (start the whole product)

  npm start -- [参数]

  --port N     第一个端口，默认 8080；N+1 是外部世界，N+2 是数据库，N+3、N+4 是指标
               (first of five ports, default 8080)
  --data DIR   数据目录，默认 .data (data folder)
  --reset      先清空数据目录里的演示数据再启动 (throw the data away first)
  --help       显示本说明 (this text)

  环境变量 MONGODB_URI：使用自己的 MongoDB 副本集 (use your own replica set)
  Ctrl-C 停止全部进程，数据保留。(Ctrl-C stops everything and keeps the data.)
`

/** What a reset may remove; anything else in the folder is not ours. */
const ours = ['mongo', 'world', 'logs', 'clock.json', 'audit-heads.jsonl', 'keys.json', 'server.env', 'running.json']

/** @param {string} path */
const exists = (path) =>
  access(path).then(
    () => true,
    () => false,
  )

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/**
 * One product per data folder.
 * @param {string} dataDir
 */
function checkNotRunning(dataDir) {
  try {
    /** @type {{ pid: number, port: number }} */
    const { pid, port } = JSON.parse(readFileSync(join(dataDir, 'running.json'), 'utf8'))
    if (!isAlive(pid)) return
    throw new Refusal(
      `数据目录 ${dataDir} 正被进程 ${pid} 使用（端口 ${port}），请先停掉它，或用 --data 换一个。(Data folder in use.)`,
    )
  } catch (error) {
    if (error instanceof Refusal) throw error
  }
}

/**
 * A reset is refused before anything else happens, so that nothing is half-emptied.
 * @param {string} dataDir
 */
async function checkReset(dataDir) {
  if (process.env['MONGODB_URI']) {
    throw new Refusal(
      '--reset 不会清空 MONGODB_URI 指向的外部数据库；请自行处理后去掉 --reset。(--reset never empties an external database.)',
    )
  }
  if (!(await exists(dataDir))) return
  const known = (await exists(join(dataDir, 'keys.json'))) || (await exists(join(dataDir, 'mongo', 'ENGINE.json')))
  if (known || readdirSync(dataDir).length === 0) return
  throw new Refusal(`${dataDir} 不像本产品的数据目录，没有清空。(Not a data folder of this product; nothing removed.)`)
}

/** @param {string} dataDir */
function resetData(dataDir) {
  for (const name of ours) rmSync(join(dataDir, name), { recursive: true, force: true })
  say(`已清空 ${dataDir}`)
}

async function printPeople() {
  const { tsImport } = await import('tsx/esm/api')
  const { demoPeople } = await tsImport('../shared/src/demo/roster.ts', import.meta.url)
  process.stdout.write('\n演示人物（均为虚构）/ demo people:\n')
  for (const county of new Set(demoPeople.map(countyOf))) {
    const people = demoPeople.filter((/** @type {Person} */ person) => countyOf(person) === county)
    process.stdout.write(`  ${county}，共 ${people.length} 位\n`)
    for (const person of people.slice(0, 4)) process.stdout.write(`    · ${describe(person)}\n`)
  }
  const { DEMO_STAFF_PASSWORD } = await tsImport('../shared/src/demo/staff.ts', import.meta.url)
  process.stdout.write(`
演示工作人员（均为虚构，只有接口，没有网页）/ demo staff (API only)，密码都是 ${DEMO_STAFF_PASSWORD}
    · 县窗口 suichang-counter-a、suichang-counter-b；云峰街道窗口 suichang-yunfeng-counter；值班员 suichang-duty
    · 财务 suichang-finance；村收款人 suichang-cashier；系统管理员 suichang-admin；安全管理员 suichang-security
    · 审计员 suichang-auditor；运维员 suichang-operator；松阳县把 suichang- 换成 songyang-
    动态码 / one-time code: npm run staff:totp -- --user suichang-counter-a
`)
}

/** @typedef {{ name: string, countyName: string, townshipName: string, villageName: string, water: { accountCode: string, openPeriods: string[] } }} Person */

/** @param {Person} person */
const countyOf = (person) => person.countyName

/** @param {Person} person */
function describe({ name, townshipName, villageName, water }) {
  const due = water.openPeriods.length === 0 ? '没有待缴水费' : `待缴 ${water.openPeriods.join('、')}`
  return `${name}  ${townshipName}${villageName}  水表户号 ${water.accountCode}  ${due}`
}

/**
 * @param {{ port: number, dataDir: string, reset: boolean }} wanted
 */
async function start({ port, dataDir, reset }) {
  checkNotRunning(dataDir)
  if (reset) await checkReset(dataDir)
  const external = Boolean(process.env['MONGODB_URI'])
  /** @type {Record<string, number>} */
  const ports = {
    网页与接口: port,
    外部世界: port + 1,
    ...(external ? {} : { 数据库: port + 2 }),
    接口指标: port + 3,
    任务指标: port + 4,
  }
  await checkPorts(ports)
  await checkFolder(dataDir, 600)
  if (!(await isInstalled())) await checkFolder(root, 2_500)
  await ensureInstalled()

  const { findEngine } = await import('./engine.mjs')
  const { ensureBuilt } = await import('./build.mjs')
  const { startProduct } = await import('./environment.mjs')
  const engine = await findEngine()
  await ensureBuilt('h5')
  if (reset) resetData(dataDir)
  mkdirSync(dataDir, { recursive: true })
  const running = join(dataDir, 'running.json')
  writeFileSync(running, JSON.stringify({ pid: process.pid, port }))
  process.once('exit', () => rmSync(running, { force: true }))

  /** @type {import('./environment.mjs').Product | undefined} */
  let product
  let ending = false
  /** @param {number} code */
  const end = async (code) => {
    if (ending) return
    ending = true
    // The limit of the whole: whatever still hangs then is ended by its own watch on this process.
    setTimeout(() => process.exit(code || 1), 10_000).unref()
    await product?.stop()
    say('已全部停止，数据保留。/ stopped')
    process.exit(code)
  }
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      if (!ending) say('正在停止… / stopping')
      if (product === undefined) process.exit(130)
      void end(0)
    })
  }
  say(`数据库引擎 MongoDB ${engine.version}（${engine.kind}）`)
  product = await startProduct({
    port,
    dataDir,
    h5: true,
    engine,
    onDeath: ({ name, code, signal, lastLines, logFile }) => {
      complain(
        new Refusal(
          `${name} 意外退出（${signal ?? `代码 ${code}`}），其余进程随之停止。它最后说（${logFile}）：\n${lastLines}`,
        ),
      )
      void end(1)
    },
  })
  const { world, api, worker } = product.processes
  writeFileSync(
    running,
    JSON.stringify({ pid: process.pid, port, processes: { world: world.pid, api: api.pid, worker: worker.pid } }),
  )
  process.stdout.write(`
乡里办已就绪 / ready

  网页版 H5        ${product.urls.app}/
  接口             ${product.urls.api}
  接口说明         ${product.urls.app}/docs  (${product.urls.app}/openapi.json)
  外部世界控制台   ${product.urls.world}/control
  指标             ${product.urls.metrics}
  数据库           ${product.urls.mongo}
  日志             ${join(dataDir, 'logs')}
`)
  await printPeople()
  process.stdout.write('\n按 Ctrl-C 停止 / Ctrl-C stops everything\n')
}

try {
  checkNode()
  const options = readOptions(process.argv.slice(2), {
    '--port': 'value',
    '--data': 'value',
    '--reset': 'flag',
    '--help': 'flag',
  })
  if (options['--help']) process.stdout.write(help)
  else {
    // npm runs us at the root; a relative folder is meant from where the person stood.
    const from = process.env['INIT_CWD'] ?? process.cwd()
    const dataDir = options['--data'] === undefined ? join(root, '.data') : resolve(from, String(options['--data']))
    await start({ port: readPort(options['--port'], 8080), dataDir, reset: options['--reset'] === true })
  }
} catch (error) {
  complain(error)
  process.exit(1)
}
