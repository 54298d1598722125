/** How amounts are written and said. Free of schemas, so that pages may import it. */

/** `8640` → `86.40`; the page writes 元 beside it. Negative amounts keep their sign. */
export function formatYuan(amount: number): string {
  const whole = Math.trunc(Math.abs(amount) / 100)
  const rest = String(Math.abs(amount) % 100).padStart(2, '0')
  return `${amount < 0 ? '-' : ''}${String(whole)}.${rest}`
}

/** `8640` → `86 元 4 角`, the way people say it: for read-aloud and the elder view. */
export function speakYuan(amount: number): string {
  const yuan = Math.trunc(amount / 100)
  const jiao = Math.trunc((amount % 100) / 10)
  const rest = amount % 10
  const parts = [
    yuan > 0 ? `${String(yuan)} 元` : '',
    jiao > 0 ? `${String(jiao)} 角` : yuan > 0 && rest > 0 ? '零' : '',
    rest > 0 ? `${String(rest)} 分` : '',
  ].filter((part) => part !== '')
  return parts.length === 0 ? '0 元' : parts.join(' ')
}
