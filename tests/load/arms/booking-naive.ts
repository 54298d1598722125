/**
 * The competitor: a booking as one usually writes it. A pretty log, a body parser, an asymmetric token, hydrated documents that are loaded, changed and saved with
 * optimistic concurrency and tried again, an audit row of its own. It judges no schedule, keeps no event and no lease.
 */
import { generateKeyPairSync } from 'node:crypto'
import { bodyParser } from '@koa/bodyparser'
import Router from '@koa/router'
import jwt from 'jsonwebtoken'
import Koa, { type Context, type Next } from 'koa'
import mongoose from 'mongoose'
import { sessionRows } from '../../../server/src/capabilities/accounts/data/sessions.ts'
import { dossiers } from '../../../server/src/capabilities/vaccines/data/dossiers.ts'
import { sessions } from '../../../server/src/capabilities/vaccines/data/sessions.ts'
import type { CollectionSpec } from '../../../server/src/platform/db/collection.ts'
import { newId } from '../../../server/src/platform/ids.ts'
import { serveArm } from './serve.ts'

await mongoose.connect(process.env['MONGODB_URI'] ?? '', { maxPoolSize: 20 })

const MOST_TRIES = 200
const model = ({ name, fields }: CollectionSpec) =>
  mongoose.model(
    `naive-${name}`,
    new mongoose.Schema(
      { _id: String, tenant: String, ...fields },
      { collection: name, versionKey: 'version', optimisticConcurrency: true },
    ),
  )
const Login = model(sessionRows.spec)
const Dossier = model(dossiers.spec)
const Session = model(sessions.spec)
const Audit = mongoose.model(
  'naive-audit',
  new mongoose.Schema({ act: String, at: Date, who: String }, { collection: 'naiveAudit' }),
)

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const token = jwt.sign({ sub: 'resident' }, privateKey, { algorithm: 'RS256' })

async function prettyLog(ctx: Context, next: Next): Promise<void> {
  const begun = Date.now()
  console.log(`  \u001B[90m<--\u001B[39m \u001B[1m${ctx.method}\u001B[22m ${ctx.originalUrl}`)
  await next()
  console.log(`  \u001B[90m-->\u001B[39m ${ctx.method} ${ctx.originalUrl} ${ctx.status} ${Date.now() - begun}ms`)
}

async function again<T>(act: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await act()
    } catch (error) {
      if (!(error instanceof mongoose.Error.VersionError) || tries >= MOST_TRIES) throw error
    }
  }
}

async function admitted(ctx: Context): Promise<void> {
  jwt.verify(token, publicKey, { algorithms: ['RS256'] })
  const claims = jwt.decode(ctx.get('Authorization').slice(7))
  const login = await Login.findById(typeof claims === 'object' ? claims?.['sid'] : undefined)
  if (login === null) ctx.throw(401)
}

const router = new Router({ prefix: '/api/vaccines/people/:personId/bookings' })
router.post('/', async (ctx) => {
  await admitted(ctx)
  const { sessionId, window, day, product }: Record<string, string> = Object(ctx.request.body)
  const dossier = await Dossier.findOne({ personId: ctx['params'].personId })
  if (dossier === null) return ctx.throw(404)
  const seat = { id: newId('sea'), window, pool: 'first', until: Date.now() + 600_000 }
  const free = await again(async () => {
    const session = await Session.findById(sessionId)
    const seats: { until: number }[] = session?.get('seats') ?? []
    if (session === null || seats.length >= session.get('windows')[0].capacity.first) return false
    session.set('seats', [...seats, seat])
    await session.save()
    return true
  })
  if (!free) return ctx.throw(409)
  const booking = { id: newId('bkg'), state: 'HELD', product, sessionId, seatId: seat.id, day, window }
  dossier.set('bookings', [...dossier.get('bookings'), booking])
  await dossier.save()
  await new Audit({ act: 'hold', at: new Date(), who: ctx['params'].personId }).save()
  ctx.body = { ...booking, version: dossier.get('version') }
})
router.post('/:bookingId/confirm', async (ctx) => {
  await admitted(ctx)
  const dossier = await Dossier.findOne({ personId: ctx['params'].personId })
  if (dossier === null) return ctx.throw(404)
  const [booking] = dossier.get('bookings')
  await again(async () => {
    const session = await Session.findById(booking.sessionId)
    const own: { seats: { id: string; until: number }[] } = Object(session?.toObject())
    session?.set(
      'seats',
      own.seats.map((one) => (one.id === booking.seatId ? { ...one, until: Date.now() + 86_400_000 } : one)),
    )
    await session?.save()
  })
  booking.state = 'CONFIRMED'
  dossier.markModified('bookings')
  await dossier.save()
  await new Audit({ act: 'confirm', at: new Date(), who: ctx['params'].personId }).save()
  ctx.body = { id: booking.id, version: dossier.get('version') }
})

const koa = new Koa()
koa.use(prettyLog)
koa.use(bodyParser())
koa.use(router.routes())
const handle = koa.callback()
serveArm((request, response) => void handle(request, response))
