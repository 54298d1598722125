import { behindDoor } from '../platform/client-signature.ts'
import type { Answer, Asked, Route } from '../platform/http.ts'
import type { World } from '../state.ts'
import { tellHistory } from './histories.ts'
import { takeReport } from './reports.ts'

/** `/registry`: the province's immunisation registry; signed requests, JSON both ways. */
export function registryRoutes(world: World): Route[] {
  const door = { faultGroup: 'registry', clients: () => [world.keys.registry] }
  const route = (path: string, handle: (world: World, asked: Asked) => Answer): Route => ({
    method: 'post',
    path: `/registry${path}`,
    handle: behindDoor(world, door, (_client, asked) => handle(world, asked)),
  })
  return [route('/histories', tellHistory), route('/reports', takeReport)]
}
