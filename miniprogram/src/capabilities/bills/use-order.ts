import { useEffect, useState } from 'react'
import type { OrderView } from '@xlb/shared/payments/order-schemas.ts'
import { toApiError } from '#platform/api/api-error.ts'
import { call } from '#platform/api/call.ts'
import { serverNow } from '#platform/api/clock.ts'
import { refreshQueries, useQuery } from '#platform/api/query.ts'
import type { Query } from '#platform/api/query.ts'
import { usePageInFront } from '#platform/nav/page.ts'
import { isMoving } from './order-phase.ts'
import { settleIfEnded } from './use-pay.ts'

const POLL_MS = [2000, 3000, 5000, 8000, 15_000] as const
const SLOWEST_MS = 15_000
const SECOND_MS = 1000
const MINUTE_MS = 60_000

/** The order, asked again by itself at a slowing pace while the page is in front and the order moves. */
export function useOrder(orderId: string, job: string, asking: boolean): Query<OrderView> {
  const [moving, setMoving] = useState(true)
  const pollMs = usePace(asking && moving)
  const order = useQuery(asking ? 'payments.order' : null, { params: { orderId } }, { pollMs })
  const { data } = order
  useEffect(() => {
    if (data === undefined) return
    setMoving(isMoving(data))
    settleIfEnded(job, data.state)
    void refreshQueries(['bills.get', 'bills.list', 'bills.accounts', 'home.get'])
  }, [data, job])
  return order
}

/** 2, 3, 5, 8 seconds, then every 15; 0 while nothing is to be asked. Begins anew when the page comes to the front. */
function usePace(active: boolean): number {
  const inFront = usePageInFront()
  const [at, setAt] = useState(0)
  useEffect(() => {
    if (!inFront) setAt(0)
  }, [inFront])
  const pace = POLL_MS[at] ?? SLOWEST_MS
  useEffect(() => {
    if (!active || !inFront || at >= POLL_MS.length - 1) return undefined
    const timer = setTimeout(() => {
      setAt(at + 1)
    }, pace)
    return () => {
      clearTimeout(timer)
    }
  }, [active, inFront, at, pace])
  return active ? pace : 0
}

/** Seconds since an instant by the server's clock, told every second in the first minute, then every ten. */
export function useWaited(since: string | null): number {
  const inFront = usePageInFront()
  const [now, setNow] = useState(serverNow)
  const waited = since === null ? 0 : Math.max(0, now - Date.parse(since))
  const pace = waited < MINUTE_MS ? SECOND_MS : SECOND_MS * 10
  useEffect(() => {
    if (since === null || !inFront) return undefined
    const timer = setInterval(() => {
      setNow(serverNow())
    }, pace)
    return () => {
      clearInterval(timer)
    }
  }, [since, inFront, pace])
  return Math.floor(waited / SECOND_MS)
}

/** "Ask now": the server asks the payment company; a refusal (too often) is said in place. */
export function useAskNow(
  orderId: string,
  refresh: () => Promise<void>,
): { busy: boolean; problem: string; ask: () => void } {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState('')
  const run = async (): Promise<void> => {
    setBusy(true)
    try {
      await call('payments.hint', { params: { orderId }, body: { outcome: 'unknown' } })
      setProblem('')
      await refresh()
    } catch (error) {
      setProblem(toApiError(error).message)
    } finally {
      setBusy(false)
    }
  }
  return {
    busy,
    problem,
    ask: () => {
      if (!busy) void run()
    },
  }
}
