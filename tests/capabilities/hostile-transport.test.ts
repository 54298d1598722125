/** Hostile inputs 9, 10 and 38 of HARDENING.md: hosts, forwarded addresses, and what may stand in a log line. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createServer, type Server } from 'node:http'
import { createApp } from '../../server/src/platform/http/app.ts'
import { defaultLimits, type Limits } from '../../server/src/platform/http/limits.ts'
import { countCommands } from '../../server/src/platform/db/connection.ts'
import type { House } from '../../server/src/platform/house.ts'
import { createLog } from '../../server/src/platform/log.ts'
import { openStage, type Resident, type Stage } from '../support/builders.ts'
import { fieldsIn, type Json } from '../support/json.ts'
import { rawBytes, rawRequest } from '../support/raw.ts'
import { fingerprints } from '../support/snapshot.ts'

let stage: Stage
let who: Resident
const servers: Server[] = []

beforeAll(async () => {
  stage = await openStage()
  who = await stage.resident()
})
afterAll(async () => {
  for (const server of servers) server.close()
  await stage.stop()
})

/** The same house behind another door: with other limits, other trusted hops, a log of its own. */
async function openDoor(parts: {
  limits?: Partial<Limits>
  trustedHops?: number
  log?: House['log']
}): Promise<string> {
  const { config } = stage.house
  const environment = { ...config.environment, TRUSTED_HOPS: parts.trustedHops ?? 0 }
  const house: House = { ...stage.house, log: parts.log ?? stage.house.log, config: { ...config, environment } }
  const handle = createApp(house, { ...defaultLimits, ...parts.limits }).koa.callback()
  const server = createServer((request, response) => void handle(request, response))
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return `http://127.0.0.1:${String(typeof address === 'object' && address !== null ? address.port : 0)}`
}

const host = (): string => new URL(stage.url).host

describe('9: a host that is not ours', () => {
  test.each([
    ['with ours hidden behind an @', () => `evil.com:x@${host()}`],
    ['of somebody else', () => 'evil.com'],
    ['of somebody else with our port', () => `evil.com:${new URL(stage.url).port}`],
    ['that only begins like ours', () => `127.0.0.1.evil.com`],
    ['that is empty', () => ''],
    ['with a path', () => `${host()}/evil.com`],
    ['that is a list', () => `${host()}, evil.com`],
  ])('%s is refused with 400', async (_what, name) => {
    const answer = await rawBytes(
      stage.url,
      `GET /api/counties HTTP/1.1\r\nHost: ${name()}\r\nConnection: close\r\n\r\n`,
    )
    expect(answer.status).toBe(400)
    expect(answer.text).not.toContain('evil.com')
  })

  test.each([
    ['an absolute-form address', () => `GET http://evil.com/api/counties HTTP/1.1\r\nHost: ${host()}\r\n`],
    ['an absolute-form address of ours', () => `GET ${stage.url}/api/counties HTTP/1.1\r\nHost: ${host()}\r\n`],
    ['an address that begins with two slashes', () => `GET //evil.com/api/counties HTTP/1.1\r\nHost: ${host()}\r\n`],
    ['two hosts', () => `GET /api/counties HTTP/1.1\r\nHost: ${host()}\r\nHost: evil.com\r\n`],
    ['two hosts that are the same', () => `GET /api/counties HTTP/1.1\r\nHost: ${host()}\r\nHost: ${host()}\r\n`],
    ['no host', () => 'GET /api/counties HTTP/1.1\r\n'],
    ['no host in HTTP/1.0', () => 'GET /api/counties HTTP/1.0\r\n'],
    [
      'a body with two lengths',
      () => `POST /api/accounts/sessions HTTP/1.1\r\nHost: ${host()}\r\nContent-Length: 2\r\nContent-Length: 3\r\n`,
    ],
    [
      'a body with a length and chunks',
      () =>
        `POST /api/accounts/sessions HTTP/1.1\r\nHost: ${host()}\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n`,
    ],
  ])('%s is refused with 400', async (_what, head) => {
    expect((await rawBytes(stage.url, `${head()}Connection: close\r\n\r\n`)).status).toBe(400)
  })

  test('our own passes, and no answer builds a link from it', async () => {
    const answer = await rawBytes(
      stage.url,
      `GET /docs HTTP/1.1\r\nHost: localhost:1\r\nX-Forwarded-Host: evil.com\r\nConnection: close\r\n\r\n`,
    )
    expect(answer.status).toBe(200)
    expect(answer.text).not.toMatch(/localhost:1|evil\.com/)
  })
})

describe('10: an address forged in X-Forwarded-For', () => {
  const limits = { 'sign-in': { points: 5, seconds: 60 }, public: { points: 5, seconds: 60 } }
  const knock = (url: string, forwarded: string) =>
    rawRequest(url, { path: '/api/counties', headers: { 'x-forwarded-for': forwarded } })

  test('a thousand forged addresses fill one bucket where no proxy is trusted, and a refusal costs no command', async () => {
    const url = await openDoor({ limits })
    const first: number[] = []
    for (let n = 0; n < 6; n += 1) first.push((await knock(url, `10.0.0.${String(n)}`)).status)
    expect(first).toEqual([200, 200, 200, 200, 200, 429])
    const before = await fingerprints()
    const stop = countCommands()
    const statuses = new Set<number>()
    for (let n = 0; n < 1_000; n += 100) {
      const batch = Array.from({ length: 100 }, (_, m) =>
        knock(url, `10.${String(n)}.${String(m)}.1, 192.168.0.${String(m)}`),
      )
      for (const answer of await Promise.all(batch)) statuses.add(answer.status)
    }
    expect(stop()).toEqual([])
    expect([...statuses]).toEqual([429])
    expect(await fingerprints()).toEqual(before)
    const refused = await knock(url, '1.2.3.4')
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    expect(refused.text).toContain('too-many-requests')
  })

  test('behind one trusted proxy the address that the proxy saw counts, and none that was sent before it', async () => {
    const url = await openDoor({ limits, trustedHops: 1 })
    const statuses: number[] = []
    for (let n = 0; n < 6; n += 1) statuses.push((await knock(url, `10.0.0.${String(n)}, 203.0.113.7`)).status)
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429])
    expect((await knock(url, '10.0.0.1, 203.0.113.8')).status).toBe(200)
  })

  test('a resident’s requests count by their account, from wherever they come', async () => {
    const url = await openDoor({ limits: { read: { points: 3, seconds: 60 } } })
    const read = (token: string, forwarded: string) =>
      rawRequest(url, {
        path: '/api/accounts/me',
        headers: { authorization: `Bearer ${token}`, 'x-forwarded-for': forwarded },
      })
    const statuses: number[] = []
    for (let n = 0; n < 4; n += 1) statuses.push((await read(who.token, `10.0.0.${String(n)}`)).status)
    expect(statuses).toEqual([200, 200, 200, 429])
    expect((await read((await stage.resident()).token, '10.0.0.1')).status).toBe(200)
  })
})

describe('38: a log that somebody wants to write in', () => {
  let url = ''
  const lines: string[] = []
  beforeAll(async () => {
    const log = createLog('info', { write: (line: string) => void lines.push(line) })
    url = await openDoor({ log })
  })

  /** Sends a request with this agent and answers the lines that were written about it. */
  async function logged(agent: string): Promise<Json[]> {
    lines.length = 0
    await rawBytes(
      url,
      `GET /api/counties HTTP/1.1\r\nHost: ${new URL(url).host}\r\nUser-Agent: ${agent}\r\nConnection: close\r\n\r\n`,
    )
    return lines.map((line) => fieldsIn(JSON.parse(line)))
  }

  test.each([
    ['a second line in JSON', '\\r\\n{"level":"fatal","msg":"down"}'],
    ['a quote that would end the text', '","level":"fatal","x":"'],
    ['marks that turn the direction of writing', 'abc\u202Edef\u2066ghi'],
    ['separators of lines and paragraphs', 'abc\u2028def\u2029ghi'],
    ['control characters of the second set', 'abc\u0085def\u009Bghi'],
    ['8,000 characters', 'x'.repeat(8_000)],
  ])('%s in the agent stays one encoded, cut line', async (_what, agent) => {
    const [line, ...more] = await logged(agent)
    expect(more).toEqual([])
    expect(line).toMatchObject({ level: 30, msg: 'request', route: 'organisations.counties', status: 200 })
    const written = String(line?.['agent'])
    expect(written.length).toBeLessThanOrEqual(200)
    expect(written).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u)
    expect(lines[0]?.trimEnd().includes('\n')).toBe(false)
  })

  test.each([
    ['a real line feed before a line of one’s own', 'x\r\n{"level":"fatal"}: 1'],
    ['an escape for the terminal', 'x\u001B[31mred'],
    ['a null', 'x\u0000y'],
  ])('%s writes nothing of it', async (_what, agent) => {
    await logged(agent)
    expect(lines.join('')).not.toMatch(/fatal|\[31m|\\u0000/)
  })

  test('a megabyte of agent is refused before it is read', async () => {
    expect(
      (
        await rawBytes(
          url,
          `GET /api/counties HTTP/1.1\r\nHost: ${new URL(url).host}\r\nUser-Agent: ${'x'.repeat(1_000_000)}\r\n\r\n`,
        )
      ).status,
    ).not.toBe(200)
    expect((await rawRequest(url, { path: '/healthz' })).status).toBe(200)
  })

  test('neither address, token, name, code nor body of anybody is written', async () => {
    lines.length = 0
    const code = await stage.world.loginCode(who.phone)
    const body = JSON.stringify({ code, tenant: who.tenant, client: 'h5' })
    const answer = await rawRequest(url, {
      method: 'POST',
      path: '/api/accounts/sessions',
      headers: { 'content-type': 'application/json' },
      body,
    })
    const token = String(fieldsIn(JSON.parse(answer.text))['token'])
    await rawRequest(url, { path: '/api/bills?cursor=CANARY', headers: { authorization: `Bearer ${token}` } })
    await rawRequest(url, {
      path: '/api/CANARY/%E7%8E%8B%E7%A7%80%E5%85%B0',
      headers: { authorization: `Bearer ${token}` },
    })
    const text = lines.join('')
    expect(lines.length).toBe(3)
    for (const secret of [code, token, who.person.name, who.person.openid, 'CANARY', '127.0.0.1'])
      expect(text).not.toContain(secret)
  })
})
