/** What vaccines hand to Home: a held seat, what must be placed anew, what is booked. One command, and one more where a child's is among them. */
import type { TodoCard } from '@xlb/shared/home/contract.ts'
import { addDays, dayOf, localMinute, speakDay } from '@xlb/shared/platform/day-words.ts'
import { activeStates } from '@xlb/shared/vaccines/states.ts'
import { bookingStateWords } from '@xlb/shared/vaccines/messages.zh-CN.ts'
import type { ResidentCtx } from '#platform/context.ts'
import { childrenOf } from '../families/index.ts'
import { dossiers, type BookingEntry, type DossierRow } from './data/dossiers.ts'
import { productOf } from './domain/facts.ts'

const MOST_CARDS = 3
const MOST_PEOPLE = 20
const RANKS = { HELD: 5, REBOOK_NEEDED: 12, CHECKED_IN: 16, CONFIRMED: 30 } as const
type Shown = keyof typeof RANKS

interface Mine {
  readonly dossier: DossierRow
  readonly booking: BookingEntry & { readonly state: Shown }
}

export async function vaccineCards(ctx: ResidentCtx): Promise<TodoCard[]> {
  const { personId } = ctx.resident
  if (personId === null) return []
  const mine = { $or: [{ personId }, { 'bookings.by': personId }] }
  const found = (await dossiers.find(ctx, mine, { limit: MOST_PEOPLE })).flatMap((dossier) => shownOf(ctx, dossier))
  const allowed = await allowedTo(ctx, personId, found)
  const cards = allowed.map((one) => cardOf(ctx, one))
  return cards.sort((one, other) => one.rank - other.rank || one.key.localeCompare(other.key)).slice(0, MOST_CARDS)
}

const isShown = (booking: BookingEntry): booking is Mine['booking'] => booking.state in RANKS

function shownOf(ctx: ResidentCtx, dossier: DossierRow): Mine[] {
  const [now, today] = [ctx.clock.now(), dayOf(ctx.clock.now())]
  return dossier.bookings
    .filter((one) => activeStates.includes(one.state))
    .filter((one) => (one.state === 'HELD' ? (one.holdUntil ?? 0) > now : one.day >= today))
    .filter(isShown)
    .map((booking) => ({ dossier, booking }))
}

/** A right that ended shows nothing any more. */
async function allowedTo(ctx: ResidentCtx, own: string, found: readonly Mine[]): Promise<readonly Mine[]> {
  if (found.every(({ dossier }) => dossier.personId === own)) return found
  const children = (await childrenOf(ctx, own)).map((one) => one.childPersonId)
  return found.filter(({ dossier: { personId } }) => personId === own || children.includes(personId))
}

const ACTIONS: Readonly<Record<Shown, { words: string; spoken: string }>> = {
  HELD: { words: '去确认', spoken: '去确认' },
  REBOOK_NEEDED: { words: '重新选时间', spoken: '重新选时间' },
  CHECKED_IN: { words: '看预约', spoken: '看预约' },
  CONFIRMED: { words: '看预约', spoken: '看预约' },
}

function cardOf(ctx: ResidentCtx, { dossier, booking }: Mine): TodoCard {
  const { state } = booking
  const words = bookingStateWords[state]
  const who = dossier.personId === ctx.resident.personId ? '' : `${dossier.name ?? ''} `
  const name = productOf(booking.product)?.name ?? booking.product
  const held = state === 'HELD' || state === 'REBOOK_NEEDED'
  const params = { personId: dossier.personId, bookingId: booking.id }
  return {
    key: `vaccines:${booking.id}`,
    icon: 'vaccine',
    title: `${who}${name}`,
    spoken: `${who}打${name}`,
    tag: { tone: held ? 'due' : 'booked', words: words.standard, spoken: words.elder },
    amount: null,
    ...noteOf(ctx, booking),
    action: { ...ACTIONS[state], link: { route: state === 'HELD' ? 'vaccines.confirm' : 'vaccines.booking', params } },
    rank: RANKS[state],
  }
}

function noteOf(ctx: ResidentCtx, { state, day, from, holdUntil, reason }: BookingEntry) {
  if (state === 'HELD') {
    const until = localMinute(holdUntil ?? 0).slice(11)
    return { note: `名额留到 ${until}`, noteSpoken: `名额给您留到 ${until}。` }
  }
  if (state === 'REBOOK_NEEDED') return { note: reason ?? '', noteSpoken: reason ?? '' }
  const today = dayOf(ctx.clock.now())
  const near = day === today ? '今天' : day === addDays(today, 1) ? '明天' : ''
  return {
    note: `${near === '' ? day : near} ${from}`,
    noteSpoken: `${near === '' ? speakDay(day) : near} ${from} 去打。`,
  }
}
