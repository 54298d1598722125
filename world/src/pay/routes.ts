import type { Route } from '../platform/http.ts'
import type { World } from '../state.ts'
import { downloadBill, fundFlowBill, tradeBill } from './bills.ts'
import { behindGate, type PayHandler } from './gate.ts'
import { closeOrder, createOrder, queryById, queryByNo } from './orders.ts'
import { createRefund, queryRefund } from './refunds.ts'

/** WeChat Pay v3: JSAPI, domestic refunds, the day's bills. */
export function payRoutes(world: World): Route[] {
  const route = (method: Route['method'], path: string, handle: PayHandler): Route => ({
    method,
    path,
    handle: behindGate(world, handle),
  })
  return [
    route('post', '/v3/pay/transactions/jsapi', (merchant, asked) => createOrder(world, merchant, asked)),
    route('get', '/v3/pay/transactions/out-trade-no/:no', (merchant, asked) => queryByNo(world, merchant, asked)),
    route('get', '/v3/pay/transactions/id/:id', (merchant, asked) => queryById(world, merchant, asked)),
    route('post', '/v3/pay/transactions/out-trade-no/:no/close', (merchant, asked) =>
      closeOrder(world, merchant, asked),
    ),
    route('post', '/v3/refund/domestic/refunds', (merchant, asked) => createRefund(world, merchant, asked)),
    route('get', '/v3/refund/domestic/refunds/:no', (merchant, asked) => queryRefund(world, merchant, asked)),
    route('get', '/v3/bill/tradebill', (merchant, asked) => tradeBill(world, merchant, asked)),
    route('get', '/v3/bill/fundflowbill', (merchant, asked) => fundFlowBill(world, merchant, asked)),
    route('get', '/v3/billdownload/file', (merchant, asked) => downloadBill(world, merchant, asked)),
  ]
}
