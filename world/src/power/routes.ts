/** `/power`: the electricity companies' file exchange, one company per county, chosen by the client id; signed requests. */
import { behindDoor, refuse } from '../platform/client-signature.ts'
import { json, type Answer, type Asked, type Route } from '../platform/http.ts'
import type { World } from '../state.ts'
import { handIn } from './hand-in.ts'
import { sha256Of } from './lines.ts'
import { catchUp } from './night.ts'
import { keyOf, type PowerFile } from './records.ts'

type CompanyHandler = (world: World, tenant: string, asked: Asked) => Answer

const isListed = (world: World, file: PowerFile): boolean => file.readyAt <= world.clock.now()

function view({ name, kind, day, seq, readyAt, text }: PowerFile): Record<string, unknown> {
  const bytes = Buffer.byteLength(text)
  return { name, kind, day, seq, bytes, sha256: sha256Of(text), readyAt: new Date(readyAt).toISOString() }
}

/** `GET /power/files?day=`: files of that day; without a day all there are. In the order in which they became ready. */
function listFiles(world: World, tenant: string, asked: Asked): Answer {
  const day = asked.query.get('day')
  if (day !== null && !/^\d{4}-\d{2}-\d{2}$/.test(day)) return refuse(400, 'QUERY_INVALID', 'day 不对')
  const files = world.powerFiles
    .all()
    .filter((one) => one.tenant === tenant && isListed(world, one) && (day === null || one.day === day))
    .sort((a, b) => a.readyAt - b.readyAt)
  return json(200, { items: files.map(view) })
}

function giveFile(world: World, tenant: string, asked: Asked): Answer {
  const file = world.powerFiles.get(keyOf(tenant, asked.params['name'] ?? ''))
  if (file === undefined || !isListed(world, file)) return refuse(404, 'FILE_NOT_FOUND', '没有这个文件')
  return { status: 200, headers: { 'Content-Type': 'text/plain; charset=utf-8' }, body: file.text }
}

export function powerRoutes(world: World): Route[] {
  const door = { faultGroup: 'power', clients: () => world.keys.power }
  const route = (method: Route['method'], path: string, handle: CompanyHandler): Route => ({
    method,
    path: `/power${path}`,
    handle: behindDoor(world, door, ({ tenant }, asked) => {
      catchUp(world)
      return handle(world, tenant, asked)
    }),
  })
  return [route('get', '/files', listFiles), route('get', '/files/:name', giveFile), route('post', '/files', handIn)]
}
