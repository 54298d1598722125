/**
 * The register of desk cases. Promises that a case is opened only by an officer of the desk for a place they serve, belongs to one person once it was used for
 * one, and holds no free text. Its number is what staff must name before they see anybody's data.
 */
import * as z from 'zod/mini'
import { caseNoSchema } from '../platform/desk-case.ts'
import { defineEndpoint } from '../platform/endpoint.ts'
import { idSchema } from '../platform/ids.ts'
import { pageOf, pageQuery } from '../platform/paging.ts'
import { UNIT_CODE } from '../platform/roles.ts'
import { instantSchema } from '../platform/time.ts'
import { deskCaseStates } from './states.ts'

export const deskCaseKinds = [
  'identity',
  'guardianship',
  'lost-phone',
  'bill',
  'refund',
  'vaccine',
  'benefit',
  'other',
] as const
export type DeskCaseKind = (typeof deskCaseKinds)[number]

export const deskCaseOutcomes = ['done', 'refused', 'sent-on', 'nothing'] as const
export type DeskCaseOutcome = (typeof deskCaseOutcomes)[number]

const row = {
  id: idSchema('dsk'),
  caseNo: caseNoSchema,
  unitCode: z.string(),
  unitName: z.string(),
  kind: z.enum(deskCaseKinds),
  state: z.enum(deskCaseStates),
  /** It belongs to a person; to whom is seen in the case itself. */
  tied: z.boolean(),
  openedBy: idSchema('stf'),
  openedAt: instantSchema,
  /** Closed by itself then, if nobody does. */
  closesAt: instantSchema,
}

export const deskCaseRowSchema = z.strictObject(row)
export type DeskCaseRowView = z.infer<typeof deskCaseRowSchema>

export const deskCaseSchema = z.strictObject({
  ...row,
  personId: z.nullable(idSchema('per')),
  outcome: z.nullable(z.enum(deskCaseOutcomes)),
  closedAt: z.nullable(instantSchema),
  can: z.strictObject({ close: z.boolean() }),
})
export type DeskCaseView = z.infer<typeof deskCaseSchema>

const params = z.strictObject({ caseId: idSchema('dsk') })
const roles = ['counter', 'cashier'] as const

export const desk = {
  open: defineEndpoint({
    id: 'desk.open',
    method: 'POST',
    path: '/desk/cases',
    audience: 'staff',
    roles,
    summary: 'Open a case and get its number; without a person it is tied to the first one it is used for',
    body: z.strictObject({
      unitCode: z.string().check(z.regex(UNIT_CODE)),
      kind: z.enum(deskCaseKinds),
      personId: z.nullable(idSchema('per')),
    }),
    output: deskCaseSchema,
    errors: ['out-of-scope', 'own-matter'],
    limiter: 'write',
    idempotent: true,
  }),
  list: defineEndpoint({
    id: 'desk.list',
    method: 'GET',
    path: '/desk/cases',
    audience: 'staff',
    roles,
    summary: 'The open cases of the places I serve, newest first',
    query: z.strictObject(pageQuery),
    output: pageOf(deskCaseRowSchema),
    errors: [],
    limiter: 'read',
    idempotent: false,
  }),
  show: defineEndpoint({
    id: 'desk.show',
    method: 'GET',
    path: '/desk/cases/:caseId',
    audience: 'staff',
    roles,
    summary: 'One case; 404 outside the places I serve, like an unknown id',
    params,
    output: deskCaseSchema,
    errors: ['own-matter'],
    limiter: 'read',
    idempotent: false,
  }),
  close: defineEndpoint({
    id: 'desk.close',
    method: 'POST',
    path: '/desk/cases/:caseId/close',
    audience: 'staff',
    roles,
    summary: 'Close a case with what came of it: its number opens nothing any more',
    params,
    body: z.strictObject({ outcome: z.enum(deskCaseOutcomes) }),
    output: deskCaseSchema,
    errors: ['own-matter', 'desk-case-closed'],
    limiter: 'write',
    idempotent: true,
  }),
}
