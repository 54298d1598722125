/** An order in one of these can still be paid: it is asked about, and holds what it is for. */
import { orderTable, type OrderState } from '@xlb/shared/payments/states.ts'
import { statesTaking } from '@xlb/shared/platform/states.ts'

export const liveStates: ReadonlySet<OrderState> = new Set(statesTaking(orderTable, 'paid'))
