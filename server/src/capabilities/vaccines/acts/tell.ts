/** What became of a booking, in the inbox of whoever booked it, or of those who look after the person now; and the day before, once. */
import { fillSentence } from '@xlb/shared/platform/error.ts'
import { addDays, dayOf, speakDay } from '@xlb/shared/platform/time.ts'
import { vaccineLetters } from '@xlb/shared/vaccines/messages.zh-CN.ts'
import type { Ctx } from '#platform/context.ts'
import { settingOf } from '#platform/settings/settings.ts'
import { maskName, personById } from '../../accounts/index.ts'
import { guardiansOf } from '../../families/index.ts'
import { isQuiet, postMessage, pushMessage } from '../../messages/index.ts'
import { dossiers, type BookingEntry, type DossierRow } from '../data/dossiers.ts'
import { sitesOf } from '../data/sites.ts'
import { doseShown } from '../domain/dose-shown.ts'
import { productOf } from '../domain/facts.ts'
import { observeMinutes } from '../settings.ts'
import { bookingIn } from './keep-booking.ts'

export type Occasion = keyof typeof vaccineLetters
const BATCH = 200

/** `bookingId` is a booking's id; a lapsed hold is no letter. */
export async function tellOf(ctx: Ctx, occasion: Occasion, dossierId: string, bookingId: string): Promise<void> {
  const dossier = await dossiers.findOne(ctx, { _id: dossierId })
  const booking = dossier === null ? undefined : bookingIn(dossier, bookingId)
  if (dossier === null || booking === undefined || booking.state === 'LAPSED') return
  await tell(ctx, occasion, dossier, booking)
}

/** Whoever booked, while they still may see it; else the guardians of this moment; else the person. */
async function readersOf(ctx: Ctx, personId: string, { by }: BookingEntry): Promise<readonly string[]> {
  if (by === personId) return [personId]
  const guardians = (await guardiansOf(ctx, personId)).map((one) => one.guardianPersonId)
  if (guardians.includes(by)) return [by]
  return guardians.length > 0 ? guardians : [personId]
}

async function tell(
  ctx: Ctx,
  occasion: Occasion,
  { personId, doses }: DossierRow,
  booking: BookingEntry,
): Promise<void> {
  const person = await personById(ctx, personId)
  const site = (await sitesOf(ctx)).find((one) => one._id === booking.siteId)
  if (person === null || site === undefined) return
  const what = `${productOf(booking.product)?.name ?? booking.product} 第 ${String(doseShown(doses, booking))} 剂`
  const when = `${speakDay(booking.day)} ${booking.from}`
  const words = {
    ...{ who: maskName(person.name), what, when, where: site.name, why: booking.reason ?? '' },
    minutes: await settingOf(ctx, observeMinutes),
  }
  const { title, body } = vaccineLetters[occasion]
  const link = { route: 'vaccines.booking', params: { personId, bookingId: booking.id } }
  // A booking that was moved twice is told of twice: its place is part of the name.
  const source = `vaccines-${occasion}:${booking.id}:${String(booking.changes)}:${booking.sessionId}:${booking.day}`
  for (const reader of await readersOf(ctx, personId, booking)) {
    const letter = { kind: 'vaccine' as const, title, body: fillSentence(body, words), from: site.name, link, source }
    await postMessage(ctx, { personId: reader, ...letter })
    if (occasion !== 'tomorrow') continue
    const values = pushOf(booking, what, site.name)
    await pushMessage(ctx, { personId: reader, topic: 'vaccine-tomorrow', source, link, values })
  }
}

const MOST_THING = 20

/** In the words of the template 疫苗接种提醒, and within WeChat's rules for each. Whose dose it is stays in the app. */
function pushOf({ day, from }: BookingEntry, what: string, where: string) {
  const [year = '', month = '', date = ''] = day.split('-')
  return [
    { label: '疫苗名称', value: what.slice(0, MOST_THING) },
    { label: '接种时间', value: `${year}年${String(Number(month))}月${String(Number(date))}日 ${from}` },
    { label: '接种地点', value: where.slice(0, MOST_THING) },
    { label: '温馨提示', value: '请带预防接种证和身份证件' },
  ]
}

/** Not at night. The inbox keeps one message of each: running again changes nothing. */
export async function remindOfTomorrow(ctx: Ctx): Promise<void> {
  if (isQuiet(ctx.clock.now())) return
  const day = addDays(dayOf(ctx.clock.now()), 1)
  let after = ''
  for (;;) {
    const due = { bookings: { $elemMatch: { day, state: 'CONFIRMED' as const } }, 'bookings.day': day }
    const options = { sort: { _id: 1 }, limit: BATCH, hint: 'day' } as const
    const found = await dossiers.find(ctx, { ...due, _id: { $gt: after } }, options)
    for (const dossier of found)
      for (const booking of dossier.bookings.filter((one) => one.day === day && one.state === 'CONFIRMED'))
        await tell(ctx, 'tomorrow', dossier, booking)
    const last = found.at(-1)
    if (last === undefined || found.length < BATCH) return
    after = last._id
  }
}
