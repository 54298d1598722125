/** PERFORMANCE P1: the driver makes events of commands only where somebody counts them. */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openHouse } from '../../server/src/context.ts'
import {
  connectDatabase,
  countCommands,
  disconnectDatabase,
  nativeDb,
} from '../../server/src/platform/db/connection.ts'
import { createLog } from '../../server/src/platform/log.ts'
import { openPlatform, type Platform } from '../support/platform.ts'

let platform: Platform

beforeAll(async () => {
  platform = await openPlatform('counting')
  await disconnectDatabase()
})
afterAll(async () => {
  await connectDatabase(platform.env['MONGODB_URI'] ?? '', true)
  await platform.stop()
})

const opened = (NODE_ENV: string, counted?: boolean) =>
  openHouse({
    ...{ env: { ...platform.env, NODE_ENV }, capabilities: [], clock: platform.clock, log: createLog('silent') },
    ...(counted === undefined ? {} : { counted }),
  })

test('in production nobody counts commands, and whoever tries is told so instead of reading 0', async () => {
  const { close } = await opened('production')
  expect(() => countCommands()).toThrow('without counting its commands')
  const heard: unknown[] = []
  nativeDb().client.on('commandStarted', (event) => heard.push(event))
  await nativeDb().collection('nothing').findOne()
  expect(heard).toEqual([])
  await close()
})

test.each([
  ['development', undefined],
  ['production, where it is asked for', true],
])('in %s they are counted', async (where, counted) => {
  const { close } = await opened(where === 'development' ? where : 'production', counted)
  const stop = countCommands()
  await nativeDb().collection('nothing').findOne()
  expect(stop()).toEqual(['find'])
  await close()
})
