/** `/gas`: the gas companies, one per county, chosen by the client id; signed requests, postings as jobs to be polled. */
import { behindDoor, refuse } from '../platform/client-signature.ts'
import { json, type Answer, type Asked, type Route } from '../platform/http.ts'
import type { World } from '../state.ts'
import { companyStatement, type StatementRow } from '../statement.ts'
import { gasAccountOf } from './company.ts'
import { decideDue, findJob, findPosting, reversePosting, takePosting } from './postings.ts'
import type { GasBill, GasPosting } from './records.ts'

const MOST_ROWS = 500
const USUAL_ROWS = 100

type CompanyHandler = (world: World, tenant: string, asked: Asked) => Answer

function billView({ tenant: _tenant, seq: _seq, ...view }: GasBill): Record<string, unknown> {
  return view
}

/** `GET /gas/bills?since=&limit=`: changed bills after the cursor, and the cursor after them. */
function listBills(world: World, tenant: string, asked: Asked): Answer {
  const since = asked.query.get('since') ?? ''
  const limit = asked.query.get('limit') ?? String(USUAL_ROWS)
  if (!/^(?:c\d{1,12})?$/.test(since) || !/^\d{1,3}$/.test(limit) || Number(limit) < 1 || Number(limit) > MOST_ROWS)
    return refuse(400, 'QUERY_INVALID', 'since 或 limit 不对')
  const after = Number(since.slice(1))
  const rows = world.gasBills
    .all()
    .filter((one) => one.tenant === tenant && one.seq > after)
    .sort((a, b) => a.seq - b.seq)
    .slice(0, Number(limit))
  return json(200, { items: rows.map(billView), next: `c${String(rows.at(-1)?.seq ?? after)}` })
}

function statementRows(posting: GasPosting): StatementRow[] {
  const { postingNo, billNo, accountCode, amountFen, companyRef, secondRef, postedAt, reversedAt } = posting
  const row = { postingNo, billNo, accountCode }
  const booked: StatementRow[] = [companyRef, secondRef].flatMap((ref) =>
    ref === undefined || postedAt === undefined
      ? []
      : [{ ...row, kind: 'POSTED', amountFen, companyRef: ref, at: postedAt }],
  )
  if (reversedAt === undefined || companyRef === undefined) return booked
  return [...booked, { ...row, kind: 'REVERSED', amountFen: -amountFen, companyRef, at: reversedAt }]
}

export function gasRoutes(world: World): Route[] {
  const door = { faultGroup: 'gas', clients: () => world.keys.gas }
  const route = (method: Route['method'], path: string, handle: CompanyHandler): Route => ({
    method,
    path: `/gas${path}`,
    handle: behindDoor(world, door, ({ tenant }, asked) => {
      decideDue(world)
      return handle(world, tenant, asked)
    }),
  })
  return [
    route('get', '/accounts/:code', (_world, tenant, asked) => {
      const found = gasAccountOf(tenant, asked.params['code'] ?? '')
      return found === undefined ? refuse(404, 'ACCOUNT_NOT_FOUND', '没有这个户号') : json(200, found)
    }),
    route('get', '/bills', listBills),
    route('post', '/postings', takePosting),
    route('get', '/postings/:no', findPosting),
    route('get', '/jobs/:jobId', findJob),
    route('post', '/reversals', reversePosting),
    route('get', '/statements/:day', (_world, tenant, asked) => {
      const own = world.gasPostings.all().filter((one) => one.tenant === tenant)
      return companyStatement(world, asked.params['day'] ?? '', own.flatMap(statementRows))
    }),
  ]
}
