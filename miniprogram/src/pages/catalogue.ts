/** What the capabilities offer, from their manifests: the tiles of Home, the list of 服务, and the search when nobody is signed in. */
import type { ServiceEntry } from '#platform/nav/manifest.ts'
import { registry } from '../capabilities/registry.ts'

export interface Entry {
  key: string
  icon: string
  title: string
  note: string
  route: string
  params: Readonly<Record<string, string>>
}

const services: readonly ServiceEntry[] = registry.flatMap((capability) => capability.services ?? [])

const entryOf = ({ route, icon, title, note }: ServiceEntry): Entry => ({
  key: route,
  icon,
  title,
  note,
  route,
  params: {},
})

export const catalogue: readonly Entry[] = services.map(entryOf)

/** Room for four. */
const TILES = 4
const unclaimed = services.filter(({ tile }) => tile === undefined)

/** What people come for: claimed places first, the others filled in order. */
export const tiles: readonly Entry[] = Array.from(
  { length: TILES },
  (_none, at) => services.find(({ tile }) => tile === at) ?? unclaimed.shift(),
).flatMap((entry) => (entry === undefined ? [] : entryOf(entry)))

/** Entries whose title, note or other words hold what was typed. */
export function findInCatalogue(typed: string): Entry[] {
  const wanted = typed.trim().toLowerCase()
  const hits = services
    .filter(({ title, note, words }) => `${title} ${note} ${words}`.toLowerCase().includes(wanted))
    .map(({ route }) => route)
  return catalogue.filter(({ route }) => hits.includes(route))
}
