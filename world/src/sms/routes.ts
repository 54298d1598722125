import { behindDoor } from '../platform/client-signature.ts'
import type { Route } from '../platform/http.ts'
import type { World } from '../state.ts'
import { takeMessage } from './gateway.ts'

/** `/sms`: the gateway of a carrier; signed requests, JSON both ways. It gives no delivery receipts. */
export function smsRoutes(world: World): Route[] {
  const door = { faultGroup: 'sms', clients: () => [world.keys.sms] }
  const handle = behindDoor(world, door, (_client, asked) => takeMessage(world, asked))
  return [{ method: 'post', path: '/sms/messages', handle }]
}
