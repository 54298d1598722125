/** What a person typed as name and number, judged together: all faults at once, each with its field. Nothing is trimmed, folded or guessed. */
import { readIdNumber } from '@xlb/shared/platform/id-number.ts'
import { readRealName } from '@xlb/shared/platform/real-name.ts'

export interface Identity {
  /** Byte for byte as typed. */
  readonly name: string
  /** 18 characters, an X in capitals. */
  readonly idNo: string
  readonly birthday: string
}

export interface Fault {
  readonly path: string
  readonly code: string
}

export type IdentityRead = { readonly identity: Identity } | { readonly faults: readonly Fault[] }

/** Under this age only a guardian acts (personal information law, article 31). */
const OWN_AGE = 14

/** `today` is the local day; `numberPath` names the number's field in the request. */
export function readIdentity(
  typed: { name: string; idNo: string },
  today: string,
  numberPath = 'body.idNo',
): IdentityRead {
  const name = readRealName(typed.name)
  const number = readIdNumber(typed.idNo, today)
  if (name.ok && number.ok)
    return { identity: { name: name.name, idNo: number.value.idNo, birthday: number.value.birthday } }
  return {
    faults: [
      ...(name.ok ? [] : [{ path: 'body.name', code: name.code }]),
      ...(number.ok ? [] : [{ path: numberPath, code: number.code }]),
    ],
  }
}

/** Whether somebody born on `birthday` acts for themselves on `today`: from their fourteenth birthday on. */
export function actsForThemselves(birthday: string, today: string): boolean {
  return `${String(Number(birthday.slice(0, 4)) + OWN_AGE)}${birthday.slice(4)}` <= today
}
