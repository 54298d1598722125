/** How a process of the house begins and ends: one clear sentence and a code when it cannot start, ten seconds at most when it is told to stop. */

const MOST_MS = 9_500

/** Runs `begin`; a failure is one sentence on stderr and exit code 1. The answer is what to do at SIGTERM or SIGINT. */
export function run(name: string, begin: () => Promise<() => Promise<void>>): void {
  const begun = begin()
  // Listening before the beginning is over: whoever reads the ready line may send a signal in the same moment.
  stopOnSignal(async () => {
    const stop = await begun
    await stop()
  })
  begun.catch((error: unknown) => {
    endWith(`${name} 没有启动：${sentenceOf(error)}`)
  })
}

/** A command that runs to its end; what it answers is the exit code. */
export function runToEnd(name: string, work: () => Promise<number>): void {
  work().then(
    (code) => process.exit(code),
    (error: unknown) => {
      endWith(`${name}：${sentenceOf(error)}`)
    },
  )
}

/** Whoever started the process waits for this line; it is said at every log level. */
export function sayReady(facts: Readonly<Record<string, number | string>>): void {
  process.stdout.write(
    `${JSON.stringify({ level: 30, time: new Date().toISOString(), ready: true, ...facts, msg: 'ready' })}\n`,
  )
}

function endWith(sentence: string): void {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}

function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false
  const end = (): void => {
    if (stopping) return
    stopping = true
    setTimeout(() => process.exit(1), MOST_MS).unref()
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        endWith(`没有正常停止：${sentenceOf(error)}`)
      },
    )
  }
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
}

/** Never a connection string: it may hold a password. */
export function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if ('code' in error && error.code === 'EADDRINUSE')
    return `端口 ${portOf(error)}已被占用，请换一个端口，或先停掉占用它的程序。`
  if ('code' in error && error.code === 'EACCES') return `没有权限使用端口 ${portOf(error)}，请换一个 1024 以上的端口。`
  if (error.name === 'MongoParseError')
    return 'MONGODB_URI 写得不对，应形如 mongodb://主机:端口/数据库?replicaSet=名称。'
  if (/ServerSelectionError$|^MongoNetwork/.test(error.name))
    return '连不上数据库，请检查 MONGODB_URI，并确认副本集已经启动。'
  return error.message
}

function portOf(error: Error): string {
  return 'port' in error ? `${String(error.port)} ` : ''
}
