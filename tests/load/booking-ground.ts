/** Who books in the bench, and where: signed-in people whose dossier stands, sessions with seats, and the commands that the house sends for one booking. */
import { readFileSync, writeFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import path from 'node:path'
import mongoose from 'mongoose'
import { addDays, dayOf } from '@xlb/shared/platform/time.ts'
import type { DossierRow } from '../../server/src/capabilities/vaccines/data/dossiers.ts'
import type { SessionRow } from '../../server/src/capabilities/vaccines/data/sessions.ts'
import type { SiteRow } from '../../server/src/capabilities/vaccines/data/sites.ts'
import { newId } from '../../server/src/platform/ids.ts'
import { signToken, type JwtKey } from '../../server/src/platform/crypto/tokens.ts'
import { fieldsIn } from '../support/json.ts'
import { noneApplies } from '../support/vaccine-questions.ts'
import { bookingsFile, type Arm, type Ground } from './ground.ts'

export const TENANT = '331123'
export const PRODUCT = 'FLU-IIV'
export const WINDOW = '1300'
const LIFE_MS = 3_600_000

export interface Person {
  readonly personId: string
  readonly login: string
  readonly token: string
}

export interface Place {
  readonly _id: string
  readonly day: string
}

export interface Reply {
  readonly status: number
  readonly body: unknown
  readonly ms: number
}

export interface BookingGround {
  /** So many people who never booked. */
  crowd(count: number): Promise<Person[]>
  /** A released session with one window of so many seats. */
  session(seats: number): Promise<Place>
  seatsOf(place: Place): Promise<number>
  /** People with more or less than one active booking there. */
  doubled(people: readonly Person[], place: Place): Promise<number>
  close(): Promise<void>
}

const DEED = { state: 'OPEN', tenant: TENANT, version: 1, pending: [] } as const

const SITES = 100
const DAYS = 80

interface Slot {
  readonly siteId: string
  readonly day: string
}

/** A clinic has one session of a vaccine a day: clinics of the bench's own, each on days of the influenza season. */
function* slots(siteIds: readonly string[]): Generator<Slot, never> {
  const soon = addDays(dayOf(Date.now()), 3)
  const month = Number(soon.slice(5, 7))
  const first = month >= 9 || month <= 2 ? soon : `${soon.slice(0, 4)}-09-01`
  for (let n = 0; n < DAYS; n += 1) for (const siteId of siteIds) yield { siteId, day: addDays(first, n) }
  throw new Error('all days of the bench are used up')
}

export async function openBookingGround({ mongoUri, dataDir }: Ground): Promise<BookingGround> {
  const client = await new mongoose.mongo.MongoClient(mongoUri).connect()
  const db = client.db()
  const keys: { readonly jwtKeys: readonly JwtKey[] } = JSON.parse(
    readFileSync(path.join(dataDir, 'keys.json'), 'utf8'),
  )
  const dossiers = db.collection<DossierRow>('vaccineDossiers')
  const sessions = db.collection<SessionRow>('vaccineSessions')
  const sites = db.collection<SiteRow>('vaccineSites')
  const model = await sites.findOne({ tenant: TENANT })
  if (model === null) throw new Error('there is no clinic')
  const own = Array.from({ length: SITES }, (_one, n) => ({
    ...model,
    _id: newId('sit'),
    unitCode: `bench-${String(n)}`,
  }))
  await sites.insertMany(own)
  const free = slots(own.map((one) => one._id))
  const [dossierModel, sessionModel] = [
    { name: '某*某', villageCode: null, birthDay: '1960-05-05', sex: 'female' as const, doses: [], bookings: [] },
    { state: 'RELEASED' as const, product: PRODUCT, releaseAt: 0, reason: null, movedFrom: null, seats: [] },
  ]
  return {
    async crowd(count) {
      const now = Date.now()
      const people = Array.from({ length: count }, () => ({ personId: newId('per'), login: newId('ses') }))
      const instant = new Date(now).toISOString()
      const common = { openid: 'oBench', client: 'h5', createdAt: instant, endedAt: null, until: now + LIFE_MS }
      const never = { refreshHash: null, previousHash: null, rotatedAt: now, expireAt: new Date(now + 2 * LIFE_MS) }
      await db.collection<{ _id: string }>('sessions').insertMany(
        people.map(({ personId, login }) => ({
          ...{ _id: login, tenant: TENANT, accountId: newId('acc'), personId, ...common, ...never },
        })),
      )
      await dossiers.insertMany(
        people.map(({ personId }) => ({
          ...{ _id: newId('dos'), personId, asOf: instant, askedAt: now, ...DEED, ...dossierModel },
        })),
      )
      return people.map(({ personId, login }) => ({
        ...{ personId, login },
        token: signToken(keys.jwtKeys, { sessionId: login, tenant: TENANT }, now, LIFE_MS),
      }))
    },
    async session(seats) {
      const _id = newId('vse')
      const window = { id: WINDOW, from: '13:00', until: '13:30', capacity: { first: seats, later: 0, helped: 0 } }
      const slot = free.next().value
      await sessions.insertOne({
        ...sessionModel,
        ...slot,
        _id,
        tenant: TENANT,
        version: 1,
        pending: [],
        windows: [window],
      })
      return { _id, day: slot.day }
    },
    seatsOf: async ({ _id }) => (await sessions.findOne({ _id }))?.seats.length ?? -1,
    async doubled(people, { _id }) {
      const rows = await dossiers.find({ personId: { $in: people.map((one) => one.personId) } }).toArray()
      const active = rows.map(({ bookings }) => bookings.filter((one) => one.sessionId === _id).length)
      return active.filter((count) => count > 1).length
    },
    close: () => client.close(),
  }
}

export const SOCKETS = 256
export const agentOf = (): Agent => new Agent({ keepAlive: true, maxSockets: SOCKETS, maxFreeSockets: SOCKETS })

export async function post(
  arm: Pick<Arm, 'url'>,
  address: string,
  { token }: Person,
  body: unknown,
  agent: Agent,
): Promise<Reply> {
  const begun = performance.now()
  const text = JSON.stringify(body)
  return await new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
      authorization: `Bearer ${token}`,
    }
    const sent = request(`${arm.url}/api${address}`, { method: 'POST', agent, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        const told: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8') || 'null')
        resolve({ status: response.statusCode ?? 0, body: told, ms: performance.now() - begun })
      })
    })
    sent.on('error', reject).end(text)
  })
}

export const hold = (arm: Pick<Arm, 'url'>, who: Person, { _id, day }: Place, agent: Agent): Promise<Reply> =>
  post(
    arm,
    `/vaccines/people/${who.personId}/bookings`,
    who,
    { product: PRODUCT, day, sessionId: _id, window: WINDOW },
    agent,
  )

const ANSWERS = noneApplies(PRODUCT)

/** Held and confirmed: one booking. */
export async function book(arm: Pick<Arm, 'url'>, who: Person, place: Place, agent: Agent): Promise<readonly Reply[]> {
  const held = await hold(arm, who, place, agent)
  const { id, version } = fieldsIn(held.body)
  const body = { version, notice: '2026-11', answers: ANSWERS }
  return [held, await post(arm, `/vaccines/people/${who.personId}/bookings/${String(id)}/confirm`, who, body, agent)]
}

/** Lets the house make one booking and keeps its commands, with what is this booking's own left open, for the floor to send. */
export async function recordBooking(ground: Ground, bookings: BookingGround): Promise<number> {
  const house = await ground.recorder()
  const agent = agentOf()
  const place = await bookings.session(10)
  const [first, who] = await bookings.crowd(2)
  if (first === undefined || who === undefined) throw new Error('there is nobody')
  // Once before, so that what is kept in memory is there.
  await book(house, first, place, agent)
  await house.ask('record')
  const replies = await book(house, who, place, agent)
  const commands = await house.ask('recorded')
  agent.destroy()
  await house.end()
  if (!replies.every(({ status }) => status === 200) || !Array.isArray(commands)) throw new Error('nothing was booked')
  const names: readonly (readonly [string, string])[] = [
    [who.personId, '@person'],
    [who.login, '@login'],
    [place._id, '@session'],
    [place.day, '@day'],
    [String(fieldsIn(replies[0]?.body)['id']), '@booking'],
  ]
  const open = names.reduce((text, [value, name]) => text.replaceAll(value, name), JSON.stringify(commands.map(sentOf)))
  // Twenty places are taken by the recorder: a seat and a dossier have one id in all of it.
  const named = open.replace(/sea_[0-9a-z]{20}/g, '@seat').replace(/dos_[0-9a-z]{20}/g, '@dossier')
  writeFileSync(
    bookingsFile(ground.dataDir),
    JSON.stringify({ commands: JSON.parse(named), answers: replies.map(({ body }) => body) }),
  )
  return commands.length
}

export interface Sent {
  readonly collection: string
  readonly filter: Readonly<Record<string, unknown>>
  readonly update?: unknown
}

function sentOf(command: unknown): Sent {
  const { find, findAndModify, filter, query, update } = fieldsIn(command)
  const own = fieldsIn(typeof find === 'string' ? filter : query)
  const collection = String(find ?? findAndModify)
  return update === undefined ? { collection, filter: own } : { collection, filter: own, update }
}
