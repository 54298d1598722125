/** The session's token, and the way to a new one. Apart from the session itself, so that the client needs not know how one signs in. */
let token: string | null = null
let renewing: Promise<boolean> | null = null
let renewer: () => Promise<boolean> = () => Promise.resolve(false)

export const currentToken = (): string | null => token

export function setToken(next: string | null): void {
  token = next
}

/** `renew` answers true when there is a new token; it may throw what its call throws. */
export function onExpired(renew: () => Promise<boolean>): void {
  renewer = renew
}

/** Ten requests that find the token expired sign in once. `stale` is the token they used: if there is a newer one already, it is taken. */
export function renewToken(stale: string | null): Promise<boolean> {
  if (token !== null && token !== stale) return Promise.resolve(true)
  renewing ??= renewer().finally(() => {
    renewing = null
  })
  return renewing
}
