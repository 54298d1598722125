/** The floor: koa, @koa/router and the driver, sending the commands that the house sends and an answer that says the same. Nothing else. */
import { readFileSync } from 'node:fs'
import Router from '@koa/router'
import Koa from 'koa'
import mongoose from 'mongoose'
import type { Replay, Step } from '../ground.ts'
import { serveArm } from './serve.ts'

const client = await new mongoose.mongo.MongoClient(process.env['MONGODB_URI'] ?? '', {
  maxPoolSize: 20,
  readConcernLevel: 'majority',
}).connect()
const db = client.db()

async function send(step: Step): Promise<unknown> {
  const collection = db.collection(step.collection)
  if ('pipeline' in step) return await collection.aggregate([...step.pipeline]).toArray()
  const { filter, projection, sort, limit } = step
  const options = { ...(projection === undefined ? {} : { projection }), ...(sort === undefined ? {} : { sort }) }
  return limit === 1
    ? await collection.findOne(filter, options)
    : await collection.find(filter, { ...options, limit }).toArray()
}

const replays: Replay[] = JSON.parse(readFileSync(process.env['REPLAYS'] ?? '', 'utf8'))
const router = new Router()
for (const { route, steps, body } of replays) {
  router.get(route, async (ctx) => {
    for (const step of steps) await send(step)
    ctx.body = body
  })
}
const koa = new Koa()
koa.use(router.routes())
const handle = koa.callback()
serveArm((request, response) => void handle(request, response))
