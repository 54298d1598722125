/** Both sides read in Messages when a guardianship begins, ends or is not entered; and what a birthday changes, once. */
import { endReasonWords, FAMILY_OFFICE, familyLetters } from '@xlb/shared/families/messages.zh-CN.ts'
import { fillSentence } from '@xlb/shared/platform/error.ts'
import { addDays, dayOf, speakDay } from '@xlb/shared/platform/time.ts'
import type { Ctx } from '#platform/context.ts'
import { postMessage } from '../../messages/index.ts'
import { guardianships, type GuardianshipRow } from '../data/guardianships.ts'

type Occasion = keyof typeof familyLetters
interface Words {
  readonly title: string
  readonly body: string
}
type Sides = Readonly<Partial<Record<'guardian' | 'child', Words>>>

/** How long before the 18th birthday both are told; and how long after the 14th it is still made up for. */
const AHEAD_DAYS = 7
const MOST = 5_000

export async function tellFamily(ctx: Ctx, occasion: Occasion, guardianshipId: string): Promise<void> {
  const row = await guardianships.findOne(ctx, { _id: guardianshipId })
  if (row === null) return
  // Only one side was ever told of a claim.
  const childPersonId = row.state === 'REFUSED' ? null : row.childPersonId
  await tell(ctx, occasion, { ...row, childPersonId }, `${occasion}:${row._id}`)
}

async function tell(ctx: Ctx, occasion: Occasion, row: GuardianshipRow, source: string): Promise<void> {
  const { guardianPersonId, childPersonId } = row
  const letters: Sides = familyLetters[occasion]
  const words = {
    guardian: row.guardianMasked ?? '监护人',
    child: row.childMasked ?? '孩子',
    until: dayWords(row.endsOn),
    turns14: dayWords(row.turns14),
    turns18: dayWords(row.turns18),
    reason: row.endReason === null ? '' : endReasonWords[row.endReason],
  }
  // Whoever was erased has no name any more, and gets no letter.
  for (const [personId, letter] of [
    [row.guardianMasked === null ? null : guardianPersonId, letters.guardian],
    [row.childMasked === null ? null : childPersonId, letters.child],
  ] as const)
    if (personId !== null && letter !== undefined)
      await postMessage(ctx, {
        personId,
        kind: 'family',
        title: fillSentence(letter.title, words),
        body: fillSentence(letter.body, words),
        from: FAMILY_OFFICE,
        link: { route: 'families.list', params: {} },
        source: `families-${source}`,
      })
}

const dayWords = (day: string): string => `${day.slice(0, 4)} 年 ${speakDay(day)}`

/** A week before the 18th birthday, and on the 14th. The inbox keeps one message of each: running again changes nothing. */
export async function tellOfBirthdays(ctx: Ctx): Promise<void> {
  const today = dayOf(ctx.clock.now())
  const soon = { turns18: { $gt: today, $lte: addDays(today, AHEAD_DAYS) } }
  for (const row of await activeWith(ctx, soon, 'turns18')) await tell(ctx, 'grownSoon', row, `18:${keyOf(row)}`)
  const now = { turns14: { $gt: addDays(today, -AHEAD_DAYS), $lte: today } }
  for (const row of await activeWith(ctx, now, 'turns14')) await tell(ctx, 'fourteen', row, `14:${keyOf(row)}`)
}

/** One child, whoever its guardians are: the child itself is told once. */
function keyOf({ childKey }: GuardianshipRow): string {
  return childKey
}

async function activeWith(
  ctx: Ctx,
  between: Parameters<typeof guardianships.find>[1],
  field: 'turns14' | 'turns18',
): Promise<GuardianshipRow[]> {
  return await guardianships.find(ctx, { ...between, state: 'ACTIVE' }, { sort: { [field]: 1 }, limit: MOST })
}
