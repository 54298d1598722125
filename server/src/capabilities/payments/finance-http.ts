/** The routes of finance and of the desk's till. */
import { payments } from '@xlb/shared/payments/contract.ts'
import { fen } from '@xlb/shared/platform/money.ts'
import { presentProposal } from '#platform/approvals/present-proposal.ts'
import { newestFirst } from '#platform/db/paging.ts'
import { notFound } from '#platform/errors.ts'
import { bind, bindOnce, type Route } from '#platform/http/bind.ts'
import { giveCashBack, handIn, loadCashRefund } from './acts/cash-desk.ts'
import { proposePlacing } from './acts/place-money.ts'
import { loadOrder, proposeRefund } from './acts/propose-refund.ts'
import { recentStatements } from './acts/read-statements.ts'
import { loadDifference, proposeResolution, takeDifference } from './acts/resolve-difference.ts'
import { loadStray, proposeStrayRefund } from './acts/stray-refund.ts'
import { differences, type DifferenceRow } from './data/differences.ts'
import { handIns } from './data/hand-ins.ts'
import { refunds } from './data/refunds.ts'
import { leftOf } from './domain/left.ts'
import { presentDifference, presentOrder, presentRefund } from './present.ts'

const byAge = newestFirst<DifferenceRow>('payments.differences', 'openedAt')

const mayTry = () => undefined

export const financeRoutes: readonly Route[] = [
  bind(payments.differences, {
    async handle(ctx, { query }) {
      const { filter, options } = byAge.read(query)
      const found = await differences.find(ctx, { state: query.state ?? 'OPEN', ...filter }, options)
      const { rows, next } = byAge.page(found, query)
      return { items: rows.map((row) => presentDifference(ctx, row)), next }
    },
  }),
  bindOnce(payments.takeDifference, {
    load: (ctx, { params }) => loadDifference(ctx, params.differenceId),
    authorise: mayTry,
    act: (ctx, row) => takeDifference(ctx, row),
    present: async (ctx, id) => presentDifference(ctx, await loadDifference(ctx, id)),
  }),
  bindOnce(payments.resolveDifference, {
    load: (ctx, { params }) => loadDifference(ctx, params.differenceId),
    authorise: mayTry,
    act: (ctx, row, { body }) => proposeResolution(ctx, row, body.resolution),
    present: presentProposal,
  }),
  bind(payments.findOrder, {
    async handle(ctx, { params }) {
      const order = await loadOrder(ctx, { no: params.no })
      const back = await refunds.find(ctx, { orderId: order._id })
      const received = order.receivedAmount === null ? null : fen(order.receivedAmount)
      return { order: presentOrder(ctx, order), received, left: fen(leftOf(order)), refunds: back.map(presentRefund) }
    },
  }),
  bindOnce(payments.proposeRefund, {
    load: (ctx, { params }) => loadOrder(ctx, { _id: params.orderId }),
    authorise: mayTry,
    act: (ctx, order, { body }) => proposeRefund(ctx, order, body),
    present: presentProposal,
  }),
  bindOnce(payments.proposeStrayRefund, {
    load: (ctx, { params }) => loadStray(ctx, params.strayId),
    authorise: mayTry,
    act: (ctx, stray) => proposeStrayRefund(ctx, stray),
    present: presentProposal,
  }),
  bindOnce(payments.proposePlacing, {
    load: (ctx, { params }) => loadOrder(ctx, { _id: params.orderId }),
    authorise: mayTry,
    act: (ctx, order) => proposePlacing(ctx, order),
    present: presentProposal,
  }),
  bindOnce(payments.giveCashBack, {
    load: (ctx, { params }) => loadCashRefund(ctx, params.refundId),
    authorise: mayTry,
    act: (ctx, refund) => giveCashBack(ctx, refund),
    async present(ctx, id) {
      return presentRefund(await loadCashRefund(ctx, id))
    },
  }),
  bindOnce(payments.handIn, {
    load: (_ctx, { params }) => Promise.resolve(params.unitCode),
    authorise: mayTry,
    act: (ctx, unitCode, { body }) => handIn(ctx, unitCode, body.counted),
    async present(ctx, id) {
      const row = await handIns.findOne(ctx, { _id: id })
      if (row === null) throw notFound()
      const { expected, counted, at } = row
      return { expected: fen(expected), counted: fen(counted), differs: expected !== counted, at }
    },
  }),
  bind(payments.statements, {
    handle: async (ctx) => ({ items: await recentStatements(ctx) }),
  }),
]
