/** What was typed of a child, judged: name and number, every wrong field at once. */
import { readIdNumber, type IdNumber } from '@xlb/shared/platform/id-number.ts'
import { fieldMessages } from '@xlb/shared/platform/messages.zh-CN.ts'
import { readRealName } from '@xlb/shared/platform/real-name.ts'
import { dayOf } from '@xlb/shared/platform/time.ts'
import type { Ctx } from '#platform/context.ts'
import { AppError } from '#platform/errors.ts'
import { ADULT_YEARS, hasReached } from '@xlb/shared/platform/full-years.ts'

export interface TypedChild {
  readonly name: string
  readonly idNo: string
}

export interface ReadChild extends IdNumber {
  readonly name: string
}

/** `at` is where the fields stand in the request: `body`, `body.child`. @throws AppError `input-refused`, `child-grown-up` */
export function readChild(ctx: Ctx, typed: TypedChild, at: string): ReadChild {
  const today = dayOf(ctx.clock.now())
  const name = readRealName(typed.name)
  const number = readIdNumber(typed.idNo, today)
  if (!name.ok || !number.ok)
    throw new AppError('input-refused', {}, [
      ...(name.ok ? [] : [wrong(`${at}.name`, name.code)]),
      ...(number.ok ? [] : [wrong(`${at}.idNo`, number.code)]),
    ])
  if (hasReached(number.value.birthday, ADULT_YEARS, today)) throw new AppError('child-grown-up')
  return { ...number.value, name: name.name }
}

export function wrong(path: string, code: string) {
  return { path, code, message: fieldMessages[code] ?? fieldMessages['wrong-format'] ?? '' }
}
