/** What becomes of each answer of the registry, and of none: a server of ours stands in for it and says what a test wants. */
import { createServer, type Server } from 'node:http'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { signatureHeaders } from '#platform/outside/client-signature.ts'
import { createRegistry, type DoseReport, type Registry } from './registry.ts'

interface Heard {
  readonly path: string
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: string
}
interface Said {
  readonly status?: number
  readonly body?: unknown
  /** Waits so long, in ms. */
  readonly after?: number
  readonly drop?: boolean
}

const NOW = Date.parse('2026-11-26T01:00:00Z')
const client = { clientId: 'xlb-registry', secret: 'a secret of the test' }
const heard: Heard[] = []
let says: Said = {}
let server: Server
let baseUrl = ''

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      heard.push({ path: request.url ?? '', headers: request.headers, body })
      const { status = 200, body: said = {}, after = 0, drop = false } = says
      if (drop) request.socket.destroy()
      else
        setTimeout(() => {
          response.writeHead(status).end(typeof said === 'string' ? said : JSON.stringify(said))
        }, after)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  baseUrl = `http://127.0.0.1:${String(typeof address === 'object' && address !== null ? address.port : 0)}/registry`
})
afterEach(() => {
  heard.length = 0
  says = {}
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

/** A new one for each call: a breaker that opened is met by nobody else. */
const port = (): Registry => createRegistry({ ...client, baseUrl }, () => NOW)

const asked = { requestNo: 'VR-000001', idNo: '331123202403159992' }
const dose = {
  id: 'RD1',
  revision: 1,
  product: 'HepB',
  day: '2024-03-15',
  lot: 'L1',
  siteName: '妙高街道社区卫生服务中心',
  source: 'registry',
}
const told = { birthDay: '2024-03-15', sex: 'male', asOf: '2026-11-26T00:59:00.000Z', doses: [dose] }
const found = { requestNo: asked.requestNo, result: 'found', ...told }
const historyWhen = async (said: Said): Promise<unknown> => {
  says = said
  return await port().historyOf(asked)
}
const UNREACHABLE = { result: 'unreachable' }

describe('the history of a person', () => {
  test('is asked for with our signature and comes as it was told, without the request number', async () => {
    expect(await historyWhen({ body: found })).toEqual({ result: 'found', ...told })
    expect(heard).toHaveLength(1)
    const [{ path, headers, body } = { path: '', headers: {}, body: '' }] = heard
    expect([path, JSON.parse(body)]).toEqual(['/registry/histories', asked])
    expect(headers).toMatchObject(signatureHeaders(client, { method: 'POST', url: `${baseUrl}/histories`, body }, NOW))
  })

  test('is not found for a stranger', async () => {
    const nobody = { birthDay: null, sex: null, asOf: told.asOf, doses: [] }
    const said = { requestNo: asked.requestNo, result: 'not-found', ...nobody }
    expect(await historyWhen({ body: said })).toEqual({ result: 'not-found' })
  })

  test.each([
    ['another request’s answer', { ...found, requestNo: 'VR-000002' }],
    ['a birthday that is no day', { ...found, birthDay: '2024-02-30' }],
    ['an as-of that is no instant', { ...found, asOf: 'yesterday' }],
    ['a sex that nobody knows', { ...found, sex: 'F' }],
    ['a result of its own', { ...found, result: 'maybe' }],
    ['no doses', { ...found, doses: null }],
    ['a dose without a day', { ...found, doses: [{ ...dose, day: null }] }],
    ['a dose with an object for its product', { ...found, doses: [{ ...dose, product: { $gt: '' } }] }],
    ['a dose of revision nought', { ...found, doses: [{ ...dose, revision: 0 }] }],
    ['more doses than a life has', { ...found, doses: Array.from({ length: 301 }, () => dose) }],
    ['what is no JSON', '{"requestNo":"'],
    ['a page instead', '<html>'],
  ])('is unreachable where the registry says %s', async (_what, body) => {
    expect(await historyWhen({ body })).toEqual(UNREACHABLE)
  })

  test.each([401, 409, 500, 503])('is unreachable where the registry answers %i', async (status) => {
    expect(await historyWhen({ status, body: found })).toEqual(UNREACHABLE)
  })

  test('is unreachable without an answer: cut off, or later than five seconds', async () => {
    expect(await historyWhen({ drop: true })).toEqual(UNREACHABLE)
    const from = performance.now()
    expect(await historyWhen({ body: found, after: 5_200 })).toEqual(UNREACHABLE)
    expect(performance.now() - from).toBeLessThan(5_000)
  })
})

describe('a dose that is reported', () => {
  const report: DoseReport = {
    reportNo: 'DOSE-000001',
    idNo: asked.idNo,
    product: 'FLU-IIV',
    day: '2026-11-25',
    lot: 'L2',
    siteName: '妙高街道社区卫生服务中心',
    siteCode: 'site_1',
    replaces: ['DOSE-000000'],
  }
  const receipt = (result: string) => ({ reportNo: report.reportNo, result, doseId: 'RD2' })
  const outcomeWhen = async (said: Said): Promise<string> => {
    says = said
    return await port().report(report)
  }

  test.each(['accepted', 'same-dose', 'duplicate-report'])('is %s as the registry says', async (result) => {
    expect(await outcomeWhen({ body: receipt(result) })).toBe(result)
    expect(heard.map(({ path, body }) => ({ path, body }))).toEqual([
      { path: '/registry/reports', body: JSON.stringify(report) },
    ])
  })

  test.each([400, 409, 422])('is refused for good with %i', async (status) => {
    expect(await outcomeWhen({ status, body: { code: 'X' } })).toBe('refused')
  })

  test.each([
    ['a 401', { status: 401, body: receipt('accepted') }],
    ['a 503', { status: 503, body: receipt('accepted') }],
    ['another report’s receipt', { body: { ...receipt('accepted'), reportNo: 'DOSE-000002' } }],
    ['a result of its own', { body: receipt('perhaps') }],
    ['what is no JSON', { body: '{"reportNo":"' }],
    ['a cut line', { drop: true }],
  ])('is unreachable, to be reported again, after %s', async (_what, said) => {
    expect(await outcomeWhen(said)).toBe('unreachable')
  })
})
