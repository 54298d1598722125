import type { Scope } from '#platform/context.ts'

const ID = /^cod_[0-9a-z]{20}$/
const TENANT = /^\d{6}$/

/** Where a ticket stands; the first half of its text says so, the second is kept only as a hash. */
export interface TicketPlace extends Scope {
  readonly id: string
}

export function readTicket(text: string): TicketPlace | null {
  const [head = ''] = text.split('.')
  const [tenant = '', id = ''] = Buffer.from(head, 'base64url').toString('utf8').split(':')
  return ID.test(id) && TENANT.test(tenant) ? { tenant, id } : null
}
