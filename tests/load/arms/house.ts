/** Our arm: the whole house as production runs it, its log included; only the limits are wide. One that counts can say which commands a request costs. */
import mongoose from 'mongoose'
import { openHouse } from '../../../server/src/context.ts'
import { createApp } from '../../../server/src/platform/http/app.ts'
import { serveArm } from './serve.ts'

const wide = { points: 1_000_000_000, seconds: 60 }
const { house } = await openHouse({ env: process.env, counted: process.env['COUNTED'] === 'yes' })
const { koa } = createApp(house, {
  public: wide,
  read: wide,
  write: wide,
  ask: wide,
  'sign-in': wide,
  callback: wide,
  lookup: wide,
  upload: wide,
})
const handle = koa.callback()

const commands: unknown[] = []
const record = ({ command }: { command: unknown }): void => {
  commands.push(command)
}

/** `record`: from now on; anything else: the commands since then. Where CPU is measured the driver does not even make its events, as in production. */
serveArm(
  (request, response) => void handle(request, response),
  (asked) => {
    const client = mongoose.connection.getClient()
    if (asked === 'record') client.on('commandStarted', record)
    else client.off('commandStarted', record)
    return Promise.resolve(commands.splice(0))
  },
)
