/** The floor of the callback storm: node:http and the driver, one insert a notice as the house sends it, and the same answer. Nothing is verified. */
import type { IncomingMessage } from 'node:http'
import mongoose from 'mongoose'
import { serveArm } from './serve.ts'

const client = await new mongoose.mongo.MongoClient(process.env['MONGODB_URI'] ?? '', {
  maxPoolSize: 20,
  w: 'majority',
  journal: true,
}).connect()
const events = client.db().collection('floorEvents')
await events.createIndexes([{ name: 'event', key: { mchid: 1, eventId: 1 }, unique: true }])

const isRepeat = (error: unknown): boolean => error instanceof mongoose.mongo.MongoServerError && error.code === 11000

async function take(request: IncomingMessage): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  const told: { readonly id?: unknown } = JSON.parse(Buffer.concat(chunks).toString('utf8'))
  const mchid = request.url?.split('/')[4] ?? ''
  try {
    await events.insertOne({ mchid, eventId: told.id, told, nextTryAt: Date.now() })
  } catch (error) {
    if (!isRepeat(error)) throw error
  }
}

serveArm((request, response) => {
  void take(request).then(
    () => response.writeHead(200, { 'content-type': 'application/json' }).end('{"code":"SUCCESS"}'),
    () => response.writeHead(500).end(),
  )
})
