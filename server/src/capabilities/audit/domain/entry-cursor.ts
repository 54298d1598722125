/** The place in the chain after which the next page begins: the number of the last entry shown, in a spelling that only this list has. */
const LIST = 'audit.entries'
const NUMBER = /^[1-9]\d{0,14}$/

export function writeCursor(seq: number): string {
  return Buffer.from(`${LIST} ${String(seq)}`).toString('base64url')
}

/** null: it was not made here. */
export function readCursor(cursor: string): number | null {
  const [list, number = '', more] = Buffer.from(cursor, 'base64url').toString('utf8').split(' ')
  if (list !== LIST || more !== undefined || !NUMBER.test(number)) return null
  return writeCursor(Number(number)) === cursor ? Number(number) : null
}
