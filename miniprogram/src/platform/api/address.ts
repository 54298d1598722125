/** The path and query of a request. Pure; WeChat's logic layer has no URLSearchParams. */
type Values = Readonly<Record<string, string | number | boolean | undefined>>

export interface Parts {
  readonly params?: Values
  readonly query?: Values | undefined
  readonly body?: unknown
}

/** A path without its id would be another path (`/bills/`, the list): an id that nothing has is asked for instead. */
const NOTHING = '-'

/** `/bills/:billId` with `{ billId: 'bil_x' }` and `{ limit: '20' }` → `/bills/bil_x?limit=20`; what is undefined is left out. */
export function addressOf(path: string, { params = {}, query = {} }: Parts): string {
  const filled = path.replace(/:(\w+)/g, (_whole, name: string) =>
    encodeURIComponent(String(params[name] ?? '') || NOTHING),
  )
  const pairs = Object.entries(query)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`)
  return pairs.length === 0 ? filled : `${filled}?${pairs.join('&')}`
}
