/** `3311230087650587` → `3311 **** **** 0587`; short codes keep only their last two. Letters stay letters. */
export function maskCode(code: string): string {
  if (code.length < 10) return `${'*'.repeat(Math.max(0, code.length - 2))}${code.slice(-2)}`
  return `${code.slice(0, 4)} **** **** ${code.slice(-4)}`
}

/** Town and village stay, the house does not. */
export function maskAddress(address: string): string {
  const known = /^(.*?(?:村|社区))/.exec(address)?.[1]
  return known === undefined ? `${address.slice(0, 6)}***` : `${known} ***`
}
