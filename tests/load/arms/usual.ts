/**
 * The competitor: the stack one usually meets around the same routes. A pretty log of request and answer, CORS and a dozen security headers set one by
 * one, a body parser, compression on the request thread, an asymmetric token, hydrated mongoose documents, one look-up for each thing.
 */
import { generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createGzip } from 'node:zlib'
import { bodyParser } from '@koa/bodyparser'
import Router from '@koa/router'
import jwt from 'jsonwebtoken'
import Koa, { type Context, type Next } from 'koa'
import mongoose from 'mongoose'
import { accountRows } from '../../../server/src/capabilities/accounts/data/accounts.ts'
import { sessionRows } from '../../../server/src/capabilities/accounts/data/sessions.ts'
import { bills } from '../../../server/src/capabilities/bills/data/bills.ts'
import type { CollectionSpec } from '../../../server/src/platform/db/collection.ts'
import type { Replay } from '../ground.ts'
import { serveArm } from './serve.ts'

await mongoose.connect(process.env['MONGODB_URI'] ?? '', { maxPoolSize: 20 })

const model = ({ name, fields }: CollectionSpec) =>
  mongoose.model(
    `usual-${name}`,
    new mongoose.Schema(
      { _id: String, tenant: String, version: Number, ...fields },
      { collection: name, versionKey: false },
    ),
  )
const Session = model(sessionRows.spec)
const Account = model(accountRows.spec)
const Bill = model(bills.spec)

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const token = jwt.sign({ sub: 'resident' }, privateKey, { algorithm: 'RS256' })

const grey = (text: string): string => `\u001B[90m${text}\u001B[39m`
const green = (text: string): string => `\u001B[32m${text}\u001B[39m`

async function prettyLog(ctx: Context, next: Next): Promise<void> {
  const begun = Date.now()
  console.log(`  ${grey('<--')} \u001B[1m${ctx.method}\u001B[22m ${grey(ctx.originalUrl)}`)
  await next()
  console.log(
    `  ${grey('-->')} \u001B[1m${ctx.method}\u001B[22m ${grey(ctx.originalUrl)} ${green(String(ctx.status))} ${grey(`${Date.now() - begun}ms`)}`,
  )
}

const SECURITY: readonly (readonly [string, string])[] = [
  [
    'Content-Security-Policy',
    "default-src 'self';base-uri 'self';font-src 'self' https: data:;form-action 'self';frame-ancestors 'self';img-src 'self' data:;object-src 'none'",
  ],
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
  ['Origin-Agent-Cluster', '?1'],
  ['Referrer-Policy', 'no-referrer'],
  ['Strict-Transport-Security', 'max-age=15552000; includeSubDomains'],
  ['X-Content-Type-Options', 'nosniff'],
  ['X-DNS-Prefetch-Control', 'off'],
  ['X-Download-Options', 'noopen'],
  ['X-Frame-Options', 'SAMEORIGIN'],
  ['X-Permitted-Cross-Domain-Policies', 'none'],
  ['X-XSS-Protection', '0'],
  ['Access-Control-Allow-Origin', '*'],
  ['Vary', 'Origin'],
]

async function headers(ctx: Context, next: Next): Promise<void> {
  for (const [name, value] of SECURITY) ctx.set(name, value)
  await next()
}

async function compress(ctx: Context, next: Next): Promise<void> {
  await next()
  const text = JSON.stringify(ctx.body)
  ctx.type = 'application/json'
  if (ctx.acceptsEncodings('gzip') !== 'gzip' || text.length < 1024) {
    ctx.body = text
    return
  }
  ctx.set('Content-Encoding', 'gzip')
  const packed = createGzip()
  packed.end(text)
  ctx.body = packed
}

const [publicRead, ownRead]: Replay[] = JSON.parse(readFileSync(process.env['REPLAYS'] ?? '', 'utf8'))
if (publicRead === undefined || ownRead === undefined) throw new Error('two routes are compared')
const tenant = '331123'
const billId = ownRead.path.split('/').at(-1)

const router = new Router()
router.get(publicRead.route, (ctx) => {
  ctx.body = publicRead.body
})
router.get(ownRead.route, async (ctx) => {
  jwt.verify(token, publicKey, { algorithms: ['RS256'] })
  const session = await Session.findOne({ tenant })
  const account = await Account.findById(session?.get('accountId'))
  const bill = await Bill.findById(billId)
  ctx.body = { ...ownRead.body, raw: bill?.toJSON(), owner: account?.toJSON() }
})

const koa = new Koa()
for (const step of [prettyLog, headers, compress]) koa.use(step)
koa.use(bodyParser())
koa.use(router.routes()).use(router.allowedMethods())
const handle = koa.callback()
serveArm((request, response) => void handle(request, response))
