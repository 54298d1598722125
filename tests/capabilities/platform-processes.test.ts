/** How the server's processes begin and end. */
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { inspect } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { listen, type Listening } from '../../server/src/platform/http/server.ts'
import { openPlatform, type Child, type Platform } from '../support/platform.ts'

let platform: Platform

beforeAll(async () => {
  platform = await openPlatform('processes')
})
afterAll(async () => {
  await platform.stop()
})

const NO_METRICS = { METRICS_PORT: '0', PORT: '0' }

/** The port in the ready line; 0 where the process has none. */
async function ready(child: Child): Promise<number> {
  let output = ''
  return await new Promise((resolve, reject) => {
    child.process.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      const line = /^\{.*"ready":true.*$/m.exec(output)?.[0]
      if (line !== undefined) resolve(Number(/"port":(\d+)/.exec(line)?.[1] ?? 0))
    })
    void child.ended.then(({ output: said }) => {
      reject(new Error(said))
    })
  })
}

describe('a process that cannot start', () => {
  const says = async (words: readonly string[], env: Readonly<Record<string, string>>) => {
    const { code, output } = await platform.child(words, { ...NO_METRICS, ...env }).ended
    expect(code).toBe(1)
    const lines = output.trim().split('\n')
    expect(lines).toHaveLength(1)
    return lines[0]
  }

  test('says in one sentence that its port is taken', async () => {
    const taken = createServer()
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
    const address = taken.address()
    const port = typeof address === 'object' && address !== null ? String(address.port) : ''
    expect(await says(['server/src/main.ts'], { PORT: port })).toBe(
      `接口 没有启动：端口 ${port} 已被占用，请换一个端口，或先停掉占用它的程序。`,
    )
    taken.close()
  })

  test('says in one sentence what is wrong with its configuration', async () => {
    expect(await says(['server/src/worker.ts'], { PUBLIC_URL: 'nowhere' })).toMatch(
      /^后台任务 没有启动：环境变量有误：PUBLIC_URL/,
    )
    expect(await says(['server/src/main.ts'], { XLB_KEYS_FILE: '/nowhere/keys.json' })).toBe(
      '接口 没有启动：XLB_KEYS_FILE 读不出来：/nowhere/keys.json',
    )
    expect(await says(['server/src/main.ts'], { NODE_ENV: 'production', XLB_CRASH_AT: 'order-paid' })).toMatch(
      /只用于演练/,
    )
  })

  test('says in one sentence that there is no database, without its address or password', async () => {
    const nowhere = new URL('mongodb://127.0.0.1:9/none?directConnection=true')
    nowhere.username = 'somebody'
    nowhere.password = 'geheim'
    const said = await says(['server/src/migrate.ts'], {
      MONGODB_URI: nowhere.href,
    })
    expect(said).toBe('迁移没有做成：连不上数据库，请检查 MONGODB_URI，并确认副本集已经启动。')
  })
})

describe('the API', () => {
  test('answers until it is told to stop, fails no request meanwhile, and ends with 0', async () => {
    const child = platform.child(['server/src/main.ts'], NO_METRICS)
    const port = await ready(child)
    const url = `http://127.0.0.1:${String(port)}/healthz`
    const statuses: (number | string)[] = []
    let ending = false
    // Each client keeps its connection as long as it may, and ends when it is refused after the stop began. A connection that the system
    // had taken but the server not yet is reset when the door closes: no request was begun on it.
    const client = async (): Promise<void> => {
      for (;;) {
        try {
          statuses.push((await fetch(url)).status)
        } catch (error) {
          const cause = /E[A-Z]{4,}|UND_ERR_\w+/.exec(inspect(error))?.[0] ?? inspect(error)
          if (ending && (cause === 'ECONNREFUSED' || cause === 'ECONNRESET')) return
          statuses.push(cause)
          return
        }
      }
    }
    const clients = Promise.all(Array.from({ length: 8 }, client))
    for (const end = Date.now() + 10_000; statuses.length <= 20 && Date.now() < end;) await sleep(20)
    ending = true
    const begun = Date.now()
    child.process.kill('SIGTERM')
    await clients
    expect(await child.ended).toMatchObject({ code: 0 })
    expect(Date.now() - begun).toBeLessThan(10_000)
    expect(new Set(statuses)).toEqual(new Set([200]))
    expect(statuses.length).toBeGreaterThan(20)
  })
})

describe('the worker', () => {
  test('says when it is ready at any log level, and ends with 0', async () => {
    const child = platform.child(['server/src/worker.ts'], NO_METRICS)
    await ready(child)
    child.process.kill('SIGINT')
    expect(await child.ended).toMatchObject({ code: 0 })
  })
})

describe('the socket', () => {
  let server: Listening
  beforeAll(async () => {
    server = await listen({
      host: '127.0.0.1',
      port: 0,
      handle: (_request, response) => void sleep(300).then(() => response.end('late')),
    })
  })

  const raw = async (bytes: string): Promise<string> => {
    const socket = connect(server.port, '127.0.0.1')
    socket.write(bytes)
    let answer = ''
    for await (const chunk of socket) answer += String(chunk)
    return answer
  }

  test.each([
    ['not HTTP at all', 'hello\r\n\r\n', 'HTTP/1.1 400'],
    ['headers beyond their size', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`, 'HTTP/1.1 431'],
  ])('answers %s with a bare status', async (_what, bytes, status) => {
    const answer = await raw(bytes)
    expect(answer.startsWith(status)).toBe(true)
    expect(answer.endsWith('Content-Length: 0\r\n\r\n')).toBe(true)
  })

  test('lets a running request end when it stops', async () => {
    const running = fetch(`http://127.0.0.1:${String(server.port)}/`)
    await sleep(100)
    await server.stop()
    const answer = await running
    expect([answer.status, await answer.text(), answer.headers.get('connection')]).toEqual([200, 'late', 'close'])
  })
})
