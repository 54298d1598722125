/** Hostile input 30 of HARDENING.md for files: a sender who stops, or sends single bytes for ever, is cut off, and nothing of the file is kept. */
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { imports, importTypes } from '@xlb/shared/imports/contract.ts'
import type { TestApp } from '../support/app.ts'
import { addressOf, newKey } from '../support/call.ts'
import { residentsCsv, upload } from '../support/imports.ts'
import { rawRequest } from '../support/raw.ts'
import { startAppWith } from '../support/seed-only.ts'
import { countRows } from '../support/snapshot.ts'
import { staffToken } from '../support/staff.ts'

/** body.ts allows a pause of 15 s. */
const LIMIT_MS = 15_000
const SPARE_MS = 6_000

let app: TestApp
let admin: string

beforeAll(async () => {
  app = await startAppWith(['organisations', 'accounts', 'staff'])
  admin = await staffToken(app, 'suichang-admin')
})
afterAll(() => app.stop())

interface Cut {
  readonly ms: number
  /** 0: the line was cut without an answer. */
  readonly status: number
}

/** Begins an upload of 500,000 bytes, sends these, then one byte each `everyMs` (0: none), until the server ends it. */
async function slowUpload(key: string, first: number, everyMs: number): Promise<Cut> {
  const { hostname, port, host } = new URL(app.url)
  const path = addressOf(imports.upload, { query: { kind: 'residents', name: 'x' } })
  const head = `PUT ${path} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${admin}\r\nIdempotency-Key: ${key}\r\nContent-Type: ${importTypes.csv}\r\nContent-Length: 500000\r\n\r\n`
  const begun = performance.now()
  return await new Promise((resolve) => {
    let text = ''
    const socket = connect(Number(port), hostname, () => {
      socket.write(head)
      socket.write(Buffer.alloc(first, 0x61))
    })
    const drip = everyMs === 0 ? undefined : setInterval(() => socket.write('a'), everyMs)
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1')
      socket.end()
    })
    socket.on('error', () => socket.destroy())
    socket.on('close', () => {
      clearInterval(drip)
      resolve({ ms: performance.now() - begun, status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0) })
    })
  })
}

test('a stalled upload and one of single bytes end after the time for a pause; nothing is stored, and the house goes on', async () => {
  const keys = [newKey(), newKey(), newKey()]
  const [stalled = '', dripping = '', silent = ''] = keys
  const all = [slowUpload(stalled, 200_000, 0), slowUpload(dripping, 100, 500), slowUpload(silent, 0, 0)]
  await new Promise((resolve) => setTimeout(resolve, LIMIT_MS / 2))
  expect((await rawRequest(app.url, { path: '/healthz' })).status).toBe(200)
  for (const { ms, status } of await Promise.all(all)) {
    expect([0, 400, 408]).toContain(status)
    expect(ms).toBeGreaterThan(LIMIT_MS - 1_000)
    expect(ms).toBeLessThan(LIMIT_MS + SPARE_MS)
  }
  for (let tries = 0; tries < 50 && (await countRows('idempotencyKeys', { key: { $in: keys } })) > 0; tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 50))
  expect(await countRows('imports')).toBe(0)
  expect(await countRows('importChunks', { bodySealed: { $exists: true } })).toBe(0)
  expect((await upload(app, admin, residentsCsv(1), {}, { key: stalled })).status).toBe(200)
})
