/** Opaque ids: a prefix that names the record, then 20 characters of base32 (100 random bits). Nothing is read out of them. */
import * as z from 'zod/mini'

export const ID_ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
export const ID_LENGTH = 20

export const idPrefixes = {
  person: 'per',
  account: 'acc',
  session: 'ses',
  utilityAccount: 'uac',
  bill: 'bil',
  order: 'ord',
  refund: 'ref',
  receipt: 'rct',
  message: 'msg',
  difference: 'dif',
  guardianship: 'gua',
  consent: 'con',
  look: 'lok',
  erasure: 'era',
  staff: 'stf',
  staffSession: 'sts',
  approval: 'apr',
  deskCase: 'dsk',
  import: 'imp',
  alarm: 'alm',
  stray: 'sty',
  adjustment: 'adj',
  advance: 'adv',
  code: 'cod',
  dossier: 'dos',
  vaccineSession: 'vse',
  booking: 'bkg',
  seat: 'sea',
  site: 'sit',
  signOff: 'sgn',
  duty: 'vdt',
  vaccineLot: 'vlt',
  vaccineReport: 'vrp',
  dose: 'vdo',
} as const

export type IdPrefix = (typeof idPrefixes)[keyof typeof idPrefixes]

/** The schema of one record's id; anything else is a 400 before a database is asked. */
export function idSchema(prefix: IdPrefix) {
  return z.string().check(z.regex(new RegExp(`^${prefix}_[${ID_ALPHABET}]{${String(ID_LENGTH)}}$`)))
}

/** Six digits of the county: the tenant. */
export const tenantSchema = z.string().check(z.regex(/^\d{6}$/))
