/** The seats of a product at the site that is looked at: the one that was asked for, else the nearest office that has any. */
import { useState } from 'react'
import type { ListedSite, VaccineSeats } from '@xlb/shared/vaccines/booking-endpoints.ts'
import { useQuery } from '#platform/api/query.ts'
import type { Query } from '#platform/api/query.ts'
import { useSession } from '#platform/session/session.ts'

/** Seats go quickly: asked again this often while the page is in front. */
const LIVE_MS = 10_000

export interface SeatsHere {
  readonly sites: Query<{ readonly items: readonly ListedSite[] }>
  readonly seats: Query<VaccineSeats>
  readonly siteId: string
  /** The own township's has no seats of this kind, and another is shown instead. */
  readonly skipped: ListedSite | null
  readonly choose: (siteId: string) => void
}

export function useSeats(personId: string, product: string, asked: string | undefined): SeatsHere {
  const signedIn = useSession().status === 'signed-in'
  const [chosen, choose] = useState(asked ?? '')
  const sites = useQuery(signedIn && product !== '' ? 'vaccines.sites' : null, { params: { personId, product } })
  const items = sites.data?.items ?? []
  // The server lists those first that have seats, the own township's before the others.
  const [first] = items
  const siteId = chosen === '' ? (first?.id ?? '') : chosen
  const seats = useQuery(
    siteId === '' ? null : 'vaccines.seats',
    { params: { personId, product, siteId } },
    { pollMs: LIVE_MS },
  )
  const passed = first?.near === false ? items.find(({ near }) => near) : undefined
  return { sites, seats, siteId, skipped: chosen === '' ? (passed ?? null) : null, choose }
}
