/** Letters about somebody's identity, from the office that serves them. */
import { accountLetters } from '@xlb/shared/accounts/messages.zh-CN.ts'
import { fillSentence } from '@xlb/shared/platform/error.ts'
import { dayOf, speakDay } from '@xlb/shared/platform/time.ts'
import type { Ctx } from '#platform/context.ts'
import { postMessage } from '../../messages/index.ts'
import { placeOf } from '../../organisations/index.ts'
import type { PersonRow } from '../data/persons.ts'

const kinds = {
  newLogin: 'login',
  sessionsEnded: 'login',
  unbound: 'login',
  phoneMoved: 'login',
  counterVerified: 'real-name',
  nameCorrected: 'real-name',
} as const

/** `source` names what is told of: told again, it stays one letter. */
export async function tellPerson(
  ctx: Ctx,
  person: PersonRow,
  letter: keyof typeof accountLetters,
  about: { readonly source: string; readonly device?: string },
): Promise<void> {
  const { title, body } = accountLetters[letter]
  const { call } = await placeOf(ctx, person.villageCode)
  await postMessage(ctx, {
    personId: person._id,
    kind: kinds[letter],
    title,
    body: fillSentence(body, { day: speakDay(dayOf(ctx.clock.now())), device: about.device ?? '' }),
    from: call.office,
    link: null,
    source: `${letter}:${about.source}`,
  })
}
