import { behindDoor } from '../platform/client-signature.ts'
import type { Asked, Answer, Route } from '../platform/http.ts'
import type { World } from '../state.ts'
import { checkGuardianship, checkRealName } from './checks.ts'

/** `/bureau`: the province's data-sharing platform in front of 公安人口信息; signed requests, JSON both ways. */
export function bureauRoutes(world: World): Route[] {
  const door = { faultGroup: 'bureau', clients: () => [world.keys.bureau] }
  const route = (path: string, handle: (world: World, asked: Asked) => Answer): Route => ({
    method: 'post',
    path: `/bureau${path}`,
    handle: behindDoor(world, door, (_client, asked) => handle(world, asked)),
  })
  return [route('/realname/check', checkRealName), route('/guardianships/check', checkGuardianship)]
}
