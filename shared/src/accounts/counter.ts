/** The counter's part of accounts: find, enter and protect the person who stands there. Every route needs an open desk case. */
import * as z from 'zod/mini'
import { caseNoSchema } from '../platform/desk-case.ts'
import { defineEndpoint } from '../platform/endpoint.ts'
import { idSchema } from '../platform/ids.ts'
import { daySchema } from '../platform/time.ts'

/** What a person typed as name or number; judged by `real-name.ts` and `id-number.ts`, with the field named (422). */
const typedSchema = z.string().check(z.maxLength(200))

/** A resident as the counter sees them: masked. `accounts` are the WeChat accounts that act for the person. */
export const counterPersonSchema = z.strictObject({
  id: idSchema('per'),
  name: z.string(),
  idNo: z.nullable(z.string()),
  village: z.nullable(z.string()),
  verified: z.nullable(z.enum(['source', 'counter'])),
  accounts: z.number(),
  openSessions: z.number(),
})

/** What was shown at the counter. A day of birth stands on every document but is only read out of an ID number. */
const counterDocumentSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('id-card'), number: typedSchema }),
  z.strictObject({
    kind: z.enum(['residence-permit', 'passport', 'household-book', 'birth-certificate']),
    number: z.string().check(z.regex(/^[A-Za-z0-9()（）-]{4,40}$/)),
    birthday: daySchema,
  }),
])
export type CounterDocument = z.infer<typeof counterDocumentSchema>
export type CounterDocumentKind = CounterDocument['kind']

export const counterEndpoints = {
  counterFindPerson: defineEndpoint({
    id: 'accounts.counterFindPerson',
    method: 'POST',
    path: '/counter/persons/find',
    audience: 'staff',
    roles: ['counter'],
    summary:
      'The resident with this ID number and exactly this name, for an open desk case; the look is recorded and shown to the person',
    body: z.strictObject({ caseNo: caseNoSchema, name: typedSchema, idNo: typedSchema }),
    output: counterPersonSchema,
    errors: ['input-refused', 'desk-case-needed', 'own-matter', 'person-unknown'],
    limiter: 'lookup',
    idempotent: false,
  }),
  counterEnterPerson: defineEndpoint({
    id: 'accounts.counterEnterPerson',
    method: 'POST',
    path: '/counter/persons',
    audience: 'staff',
    roles: ['counter'],
    summary:
      'Enter a person identified at the counter, and bind the WeChat account that shows a counter code; a second officer confirms (approvals)',
    body: z.strictObject({
      caseNo: caseNoSchema,
      name: typedSchema,
      /** A mainland ID card, or another document. */
      document: counterDocumentSchema,
      villageCode: z.string().check(z.regex(/^\d{12}$/)),
      counterCode: z.nullable(z.string().check(z.regex(/^\d{6}$/))),
    }),
    output: z.strictObject({ approvalId: idSchema('apr'), state: z.string() }),
    errors: [
      'input-refused',
      'desk-case-needed',
      'own-matter',
      'village-unknown',
      'out-of-scope',
      'counter-code-wrong',
      'real-name-already',
      'approval-open',
    ],
    limiter: 'write',
    idempotent: true,
  }),
  counterEndSessions: defineEndpoint({
    id: 'accounts.counterEndSessions',
    method: 'POST',
    path: '/counter/persons/:personId/end-sessions',
    audience: 'staff',
    roles: ['counter'],
    summary:
      'Lost phone: end all sessions of a person and unbind the WeChat accounts named, for an open desk case of that person',
    params: z.strictObject({ personId: idSchema('per') }),
    body: z.strictObject({ caseNo: caseNoSchema, unbind: z.boolean() }),
    output: z.strictObject({ ended: z.number(), unbound: z.number() }),
    errors: ['desk-case-needed', 'own-matter'],
    limiter: 'write',
    idempotent: true,
  }),
}
