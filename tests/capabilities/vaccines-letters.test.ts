/** Who is told what of a booking, and what Home shows of it: whoever booked while their right stands, then the guardians of this moment; nobody whose right ended. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { home } from '@xlb/shared/home/contract.ts'
import { messages } from '@xlb/shared/messages/contract.ts'
import { addDays } from '@xlb/shared/platform/time.ts'
import { vaccines } from '@xlb/shared/vaccines/contract.ts'
import { dossiers } from '../../server/src/capabilities/vaccines/data/dossiers.ts'
import { pushes } from '../../server/src/capabilities/messages/data/pushes.ts'
import { credits } from '../../server/src/capabilities/messages/data/credits.ts'
import { countCommands } from '../../server/src/platform/db/connection.ts'
import { newId } from '../../server/src/platform/ids.ts'
import { send } from '../support/call.ts'
import { setOpen } from '../support/guardian.ts'
import { countRows } from '../support/snapshot.ts'
import { noneApplies } from '../support/vaccine-questions.ts'
import { openVaccineStage, type Caller, type VaccineStage } from '../support/vaccine-stage.ts'

let stage: VaccineStage
let mother: Caller
let father: Caller
let child: string

beforeAll(async () => {
  stage = await openVaccineStage()
  mother = await stage.caller('li-xiaoyan')
  father = await stage.caller('he-weijun')
  child = await stage.childId('he-anan')
  await toNoon()
})
afterAll(() => stage.stop())
beforeEach(async () => {
  mother = await stage.caller('li-xiaoyan')
  father = await stage.caller('he-weijun')
  await send(stage.url, vaccines.plan, { params: { personId: child } }, mother)
  await dossiers.update(stage.ctx(), { personId: child }, { $set: { bookings: [] } })
})

/** Reminders keep quiet at night. */
async function toNoon(): Promise<void> {
  const now = stage.ctx().clock.now()
  const noon = Date.parse(`${addDays(stage.today(), 1)}T12:00:00+08:00`)
  await stage.world.advance(noon - now)
}

const PRODUCT = 'IPV'
async function booked(days: number, who = mother) {
  const session = await stage.session(PRODUCT, addDays(stage.today(), days), { first: 3, later: 3 })
  const held = (await stage.hold(who, child, session)).value()
  const body = { version: held.version, notice: held.notice?.version ?? '', answers: noneApplies(PRODUCT) }
  return (
    await send(stage.url, vaccines.confirm, { params: { personId: child, bookingId: held.id }, body }, who)
  ).value()
}

const lettersTo = (who: Caller, bookingId: string, title: string) =>
  countRows('messages', { personId: who.personId, 'link.params.bookingId': bookingId, title })
const cardsOf = async (who: Caller) =>
  (await send(stage.url, home.get, {}, who)).value().todo.filter((one) => one.key.startsWith('vaccines:'))

describe('a booking of tomorrow', () => {
  test('is told of once in the inbox, and once to the phone that allowed it; not at night', async () => {
    const booking = await booked(1)
    const items = (await send(stage.url, messages.subscriptions, {}, mother)).value().items
    const templateId = items.find((one) => one.topic === 'vaccine-tomorrow')?.templateId ?? ''
    expect(templateId).not.toBe('')
    await credits.insert(stage.ctx(), {
      ...{ _id: newId('pnd'), tenant: stage.ctx().tenant, personId: mother.personId, templateId, left: 1 },
      ...{ openid: 'of-this-phone', takenBy: [] },
      at: stage.ctx().clock.instant(),
    })
    for (let run = 0; run < 2; run += 1) await stage.work(['remind-of-vaccines'])
    expect(await lettersTo(mother, booking.id, '明天打疫苗')).toBe(1)
    expect(await lettersTo(father, booking.id, '明天打疫苗')).toBe(0)
    const told = await pushes.find(stage.ctx(), { personId: mother.personId })
    expect(told.map((one) => one.topic)).toEqual(['vaccine-tomorrow'])
    expect(JSON.stringify(told)).not.toContain('何')
  })

  test('is told to the other parent where the right of the one who booked has ended', async () => {
    const booking = await booked(1)
    await setOpen(stage, child, false, mother.personId)
    await stage.work(['remind-of-vaccines', 'relay-pending', 'dispatch-outbox'])
    expect(await lettersTo(mother, booking.id, '明天打疫苗')).toBe(0)
    expect(await lettersTo(father, booking.id, '明天打疫苗')).toBe(1)
    expect(await cardsOf(mother)).toEqual([])
    await setOpen(stage, child, true, mother.personId)
  })
})

describe('Home (home.get)', () => {
  test('shows a hold with its end first, then what is booked, each with the way there', async () => {
    const session = await stage.session(PRODUCT, addDays(stage.today(), 3), { first: 3, later: 3 })
    const held = (await stage.hold(mother, child, session)).value()
    expect(await cardsOf(mother)).toMatchObject([
      { key: `vaccines:${held.id}`, tag: { tone: 'due' }, action: { link: { route: 'vaccines.confirm' } } },
    ])
    const body = { version: held.version, notice: held.notice?.version ?? '', answers: noneApplies(PRODUCT) }
    await send(stage.url, vaccines.confirm, { params: { personId: child, bookingId: held.id }, body }, mother)
    const [card] = await cardsOf(mother)
    expect(card).toMatchObject({ tag: { tone: 'booked' }, action: { link: { route: 'vaccines.booking' } } })
    expect(card?.note).toContain('13:00')
    expect(await cardsOf(father)).toEqual([])
  })

  test('shows nothing of a hold that ran out, and costs one command more only where a child is among them', async () => {
    const session = await stage.session(PRODUCT, addDays(stage.today(), 4), { first: 3, later: 3 })
    const counting = countCommands()
    await send(stage.url, home.get, {}, father)
    const without = counting().length
    await stage.hold(father, child, session)
    const again = countCommands()
    expect(await cardsOf(father)).toHaveLength(1)
    expect(again()).toHaveLength(without + 1)
    await stage.world.advance(11 * 60_000)
    expect(await cardsOf(await stage.caller('he-weijun'))).toEqual([])
  })
})
