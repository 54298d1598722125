/** `王秀兰` → `王*兰`, `李乐` → `李*`, `欧阳明珠` → `欧**珠`. Counted in code points, so rare characters stay whole. */
export function maskName(name: string): string {
  const letters = Array.from(name)
  if (letters.length < 2) return name
  if (letters.length === 2) return `${letters[0] ?? ''}*`
  return `${letters[0] ?? ''}${'*'.repeat(letters.length - 2)}${letters.at(-1) ?? ''}`
}

/** `13800000000` → `138****0000` */
export function maskPhone(phone: string): string {
  return `${phone.slice(0, 3)}****${phone.slice(-4)}`
}

/** `11010519491231002X` → `110***********002X`: neither the day of birth nor the whole place is left. Short numbers keep less. */
export function maskIdNo(text: string): string {
  const [head, tail] = text.length >= 15 ? [3, 4] : [1, 2]
  return `${text.slice(0, head)}${'*'.repeat(Math.max(1, text.length - head - tail))}${text.slice(-tail)}`
}
