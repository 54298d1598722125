/**
 * A named place at which a drill may kill the process, as a power cut would: SIGKILL, nothing is cleaned up. `XLB_CRASH_AT=order-paid`, or
 * `order-paid:3` for the third time it is reached. `XLB_PAUSE_AT` freezes it there instead (SIGSTOP) until somebody continues it. Without
 * the variables, and in production, it does nothing; the configuration refuses them there as well.
 */
interface Plan {
  readonly name: string
  readonly nth: number
  readonly signal: NodeJS.Signals
}

function planOf(variable: string, signal: NodeJS.Signals): Plan[] {
  const wish = process.env['NODE_ENV'] === 'production' ? '' : (process.env[variable] ?? '')
  const [name = '', nth = '1'] = wish.split(':')
  return name === '' ? [] : [{ name, nth: Number(nth), signal }]
}

const plans = [...planOf('XLB_CRASH_AT', 'SIGKILL'), ...planOf('XLB_PAUSE_AT', 'SIGSTOP')]
const reached = new Map<string, number>()

export function crashPoint(name: string): void {
  if (plans.length === 0) return
  const times = (reached.get(name) ?? 0) + 1
  reached.set(name, times)
  for (const plan of plans) if (plan.name === name && plan.nth === times) process.kill(process.pid, plan.signal)
}
