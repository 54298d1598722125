/** home: the first screen and the search. Collects what capabilities hand in and knows none of them by name, but accounts for who is signed in. */
import type { Capability } from '#platform/capability.ts'
import { buildIndex } from './domain/search.ts'
import { homeRoutes, type HomeParts } from './http.ts'

let parts: HomeParts | null = null

export const home: Capability = {
  name: 'home',
  routes: homeRoutes(() => {
    if (parts === null) throw new Error('home was used before the house was built')
    return parts
  }),
  start: (house) => {
    parts = {
      capabilities: house.capabilities,
      index: buildIndex(house.capabilities.flatMap((one) => one.searchEntries ?? [])),
    }
  },
}
