/** The floor of a booking: node:http and the driver, sending the commands that the house sends and an answer that says the same. Nothing is judged. */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import mongoose from 'mongoose'
import type { Sent } from '../booking-ground.ts'
import { serveArm } from './serve.ts'

type Plain = Record<string, unknown>

const client = await new mongoose.mongo.MongoClient(process.env['MONGODB_URI'] ?? '', {
  ...{ maxPoolSize: 20, w: 'majority', journal: true, readConcernLevel: 'majority' },
}).connect()
const db = client.db()

const recorded: { readonly commands: readonly Sent[]; readonly answers: readonly Plain[] } = JSON.parse(
  readFileSync(process.env['BOOKINGS'] ?? '', 'utf8'),
)
const half = recorded.commands.length / 2
const steps = [recorded.commands.slice(0, half), recorded.commands.slice(half)]

/** The recorded values with this booking's own in their places. */
function filled(value: unknown, own: Plain): unknown {
  if (typeof value === 'string') return value.startsWith('@') ? own[value] : value
  if (Array.isArray(value)) return value.map((one) => filled(one, own))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, filled(one, own)]))
}

async function send({ collection, filter, update }: Sent, own: Plain): Promise<Plain | null> {
  const rows = db.collection(collection)
  const at: Plain = Object(filled(filter, own))
  if (update === undefined) return await rows.findOne(at)
  return await rows.findOneAndUpdate(at, Object(filled(update, own)), { returnDocument: 'after' })
}

const newOne = (prefix: string): string => `${prefix}_${randomBytes(10).toString('hex')}`

/** `/api/vaccines/people/:personId/bookings[/:bookingId/confirm]`. */
async function take(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  const body: Plain = JSON.parse(Buffer.concat(chunks).toString('utf8'))
  const [, , , , person, , booking] = (request.url ?? '').split('/')
  const claims: Plain = JSON.parse(
    Buffer.from(request.headers.authorization?.split('.')[1] ?? '', 'base64url').toString('utf8'),
  )
  const own: Plain = { '@person': person, '@login': claims['sid'], '@session': body['sessionId'], '@day': body['day'] }
  const which = booking === undefined ? 0 : 1
  own['@booking'] = booking ?? newOne('bkg')
  own['@seat'] = newOne('sea')
  for (const step of steps[which] ?? []) {
    const row = await send(step, own)
    if (row === null) throw new Error(`${step.collection} has no such row`)
    if (step.collection !== 'vaccineDossiers') continue
    own['@dossier'] = row['_id']
    const found: unknown = Array.isArray(row['bookings']) ? row['bookings'][0] : undefined
    if (which === 1 && typeof found === 'object' && found !== null) own['@seat'] = Object(found)['seatId']
  }
  return JSON.stringify({ ...recorded.answers[which], id: own['@booking'] })
}

serveArm((request, response) => {
  void take(request).then(
    (text) => response.writeHead(200, { 'content-type': 'application/json' }).end(text),
    (error: unknown) => response.writeHead(500).end(JSON.stringify(String(error))),
  )
})
