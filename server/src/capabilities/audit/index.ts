/**
 * audit: the chain of what was done, for whoever keeps its heads outside and for the auditor. Promises that reading it is an entry itself, and that
 * nobody changes anything here.
 */
import type { Capability } from '#platform/capability.ts'
import type { House } from '#platform/house.ts'
import { auditRoutes } from './http.ts'
import { auditRetention } from './retention.ts'

let known: House | null = null

function house(): House {
  if (known === null) throw new Error('the heads were asked for before the house was built')
  return known
}

export const audit: Capability = {
  name: 'audit',
  routes: auditRoutes(house),
  start(built) {
    known = built
  },
  retention: auditRetention,
}
