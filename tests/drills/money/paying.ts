/** Many people pay at once; who has several bills pays them one after the other, oldest first. */
import { payBill, type Manner, type Tokens } from '../kill-payment/resident.ts'
import type { Stage } from '../kill-payment/stage.ts'
import type { Due } from './due-bills.ts'
import { grouped } from './grouped.ts'

const MOST_AT_ONCE = 8

export const STRAIGHT: Manner = { confirms: true, hints: false, freshKey: false }

export async function payAll(
  stage: Stage,
  tokens: Tokens,
  due: readonly Due[],
  manner: Manner = STRAIGHT,
): Promise<void> {
  const waiting = [...grouped(due, ({ person }) => person.key).values()]
  const lane = async (): Promise<void> => {
    for (let mine = waiting.shift(); mine !== undefined; mine = waiting.shift())
      for (const one of mine) await payBill(stage, tokens, one, manner)
  }
  await Promise.all(Array.from({ length: MOST_AT_ONCE }, lane))
}
