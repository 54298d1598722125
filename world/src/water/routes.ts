/** `/water/v1`: one company per county, chosen by the client id; each request is signed with that client's secret. */
import { behindDoor, clientSignature, refuse } from '../platform/client-signature.ts'
import { json, type Answer, type Asked, type Route } from '../platform/http.ts'
import type { World } from '../state.ts'
import { companyStatement, type StatementRow } from '../statement.ts'
import { accountOf } from './company.ts'
import { createPosting, findPosting, reversePosting } from './postings.ts'
import type { Posting, WaterBill } from './records.ts'

const MOST_ROWS = 500
const USUAL_ROWS = 100

type CompanyHandler = (tenant: string, asked: Asked) => Answer

/** The water company signs as all companies do. */
export const waterSignature = clientSignature

function billView(bill: WaterBill): Record<string, unknown> {
  const { tenant: _tenant, seq: _seq, ...view } = bill
  return view
}

function listBills(world: World, tenant: string, asked: Asked): Answer {
  const since = asked.query.get('since') ?? ''
  const limit = asked.query.get('limit') ?? String(USUAL_ROWS)
  if (!/^\d{0,12}$/.test(since) || !/^\d{1,3}$/.test(limit) || Number(limit) < 1 || Number(limit) > MOST_ROWS) {
    return refuse(400, 'QUERY_INVALID', 'since 或 limit 不对')
  }
  const rows = world.bills
    .all()
    .filter((one) => one.tenant === tenant && one.seq > Number(since))
    .sort((a, b) => a.seq - b.seq)
    .slice(0, Number(limit))
  return json(200, { items: rows.map(billView), next: String(rows.at(-1)?.seq ?? Number(since)) })
}

function statementRows(posting: Posting): StatementRow[] {
  const { postingNo, billNo, accountCode, amountFen, companyRef, postedAt, reversedAt } = posting
  const row = { postingNo, billNo, accountCode, companyRef }
  const posted: StatementRow = { ...row, kind: 'POSTED', amountFen, at: postedAt }
  if (reversedAt === undefined) return [posted]
  return [posted, { ...row, kind: 'REVERSED', amountFen: -amountFen, at: reversedAt }]
}

export function waterRoutes(world: World): Route[] {
  const door = { faultGroup: 'water', clients: () => world.keys.water }
  const route = (method: Route['method'], path: string, handle: CompanyHandler): Route => ({
    method,
    path: `/water/v1${path}`,
    handle: behindDoor(world, door, ({ tenant }, asked) => handle(tenant, asked)),
  })
  return [
    route('get', '/accounts/:code', (tenant, asked) => {
      const found = accountOf(tenant, asked.params['code'] ?? '')
      return found === undefined ? refuse(404, 'ACCOUNT_NOT_FOUND', '没有这个户号') : json(200, found)
    }),
    route('get', '/bills', (tenant, asked) => listBills(world, tenant, asked)),
    route('post', '/postings', (tenant, asked) => createPosting(world, tenant, asked)),
    route('get', '/postings/:no', (tenant, asked) => findPosting(world, tenant, asked)),
    route('post', '/reversals', (tenant, asked) => reversePosting(world, tenant, asked)),
    route('get', '/statements/:day', (tenant, asked) => {
      const own = world.postings.all().filter((one) => one.tenant === tenant)
      return companyStatement(world, asked.params['day'] ?? '', own.flatMap(statementRows))
    }),
  ]
}
