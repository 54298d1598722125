/** Whoever holds the phone may ask for a deletion: the person is told in the inbox, on every phone. */
import { erasureLetters } from '@xlb/shared/data-rights/messages.zh-CN.ts'
import { fillSentence } from '@xlb/shared/platform/error.ts'
import { localMinute } from '@xlb/shared/platform/day-words.ts'
import type { Ctx } from '#platform/context.ts'
import { postMessage } from '../../messages/index.ts'
import { placeOf } from '../../organisations/index.ts'
import { erasures } from '../data/erasures.ts'

type Told = keyof typeof erasureLetters

export async function tellOfErasure(ctx: Ctx, told: Told, erasureId: string): Promise<void> {
  const row = await erasures.findOne(ctx, { _id: erasureId })
  if (row === null || row.state === 'DONE') return
  const { title, body } = erasureLetters[told]
  const { call } = await placeOf(ctx, null)
  await postMessage(ctx, {
    personId: row.personId,
    kind: 'erasure',
    title,
    body: fillSentence(body, { time: localMinute(row.dueAt) }),
    from: call.office,
    link: { route: 'data-rights.erasure', params: {} },
    source: `erasure-${told}:${row._id}`,
  })
}
