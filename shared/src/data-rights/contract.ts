/**
 * A person's rights over their data (personal information law, articles 13–17, 29–31, 44–50): consent by document version and its withdrawal,
 * who looked, a copy in machine form, deletion with a report of what the law makes us keep and why.
 */
import * as z from 'zod/mini'
import { defineEndpoint } from '../platform/endpoint.ts'
import { idSchema, tenantSchema } from '../platform/ids.ts'
import { pageOf, pageQuery } from '../platform/paging.ts'
import { daySchema, instantSchema } from '../platform/time.ts'

/** What consent is asked for; each purpose has a document with versions. */
export const consentPurposes = ['service-agreement', 'real-name', 'child-data'] as const
export const purposeSchema = z.enum(consentPurposes)
export type ConsentPurpose = z.infer<typeof purposeSchema>

export const consentSchema = z.strictObject({
  purpose: purposeSchema,
  title: z.string(),
  /** What is asked now. */
  version: z.string(),
  text: z.array(z.string()),
  /** Sensitive data is agreed to apart from everything else (article 29). */
  sensitive: z.boolean(),
  state: z.enum(['none', 'given', 'withdrawn', 'outdated']),
  givenVersion: z.nullable(z.string()),
  at: z.nullable(instantSchema),
  /** What stops the moment it is withdrawn. */
  withdrawing: z.string(),
})
export type Consent = z.infer<typeof consentSchema>

/** What using the service means for one's data: shown to everybody before they sign in, and agreed to with the sign-in (`accounts.signIn`). */
const agreementSchema = z.strictObject({ version: z.string(), title: z.string(), text: z.array(z.string()) })

const consentsSchema = z.strictObject({ items: z.array(consentSchema) })

/** One look of somebody else at my data. `unsure`: it was begun, and whether anything was shown is not known. */
export const lookRowSchema = z.strictObject({
  id: idSchema('lok'),
  office: z.string(),
  purpose: z.string(),
  fields: z.array(z.string()),
  caseNo: z.nullable(z.string()),
  at: instantSchema,
  outcome: z.enum(['shown', 'refused', 'unsure']),
})
export type LookRow = z.infer<typeof lookRowSchema>

const keptSchema = z.strictObject({
  what: z.string(),
  count: z.number(),
  outcome: z.enum(['erased', 'kept']),
  why: z.nullable(z.string()),
  until: z.nullable(daySchema),
})

export const erasureSchema = z.strictObject({
  id: idSchema('era'),
  state: z.enum(['REQUESTED', 'DONE', 'CANCELLED']),
  requestedAt: instantSchema,
  /** Until then it can be called back; afterwards it is carried out. */
  dueAt: instantSchema,
  report: z.array(keptSchema),
})
export type Erasure = z.infer<typeof erasureSchema>

export const dataRights = {
  agreement: defineEndpoint({
    id: 'dataRights.agreement',
    method: 'GET',
    path: '/counties/:tenant/agreement',
    audience: 'public',
    summary: "The service agreement in its present version, in the county's own words",
    params: z.strictObject({ tenant: tenantSchema }),
    output: agreementSchema,
    errors: ['county-unknown'],
    limiter: 'public',
    idempotent: false,
  }),
  consents: defineEndpoint({
    id: 'dataRights.consents',
    method: 'GET',
    path: '/data-rights/consents',
    audience: 'resident',
    summary: 'What I am asked to agree to, in which version, and what I answered',
    output: consentsSchema,
    errors: [],
    limiter: 'read',
    idempotent: false,
  }),
  giveConsent: defineEndpoint({
    id: 'dataRights.giveConsent',
    method: 'PUT',
    path: '/data-rights/consents/:purpose',
    audience: 'resident',
    summary:
      'Agree to the version that was shown; an older one is refused, so that nobody agrees to what they did not see',
    params: z.strictObject({ purpose: purposeSchema }),
    body: z.strictObject({ version: z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/)) }),
    output: consentsSchema,
    errors: ['consent-version-old'],
    limiter: 'write',
    idempotent: false,
  }),
  withdrawConsent: defineEndpoint({
    id: 'dataRights.withdrawConsent',
    method: 'DELETE',
    path: '/data-rights/consents/:purpose',
    audience: 'resident',
    summary: 'Withdraw: the use stops at once',
    params: z.strictObject({ purpose: purposeSchema }),
    output: consentsSchema,
    errors: [],
    limiter: 'write',
    idempotent: false,
  }),
  looks: defineEndpoint({
    id: 'dataRights.looks',
    method: 'GET',
    path: '/data-rights/looks',
    audience: 'resident',
    summary: 'Who looked at my data: office, purpose, fields, time; refused attempts too; newest first',
    query: z.strictObject(pageQuery),
    output: pageOf(lookRowSchema),
    errors: [],
    limiter: 'read',
    idempotent: false,
  }),
  exportOwn: defineEndpoint({
    id: 'dataRights.exportOwn',
    method: 'POST',
    path: '/data-rights/exports',
    audience: 'resident',
    summary: 'A copy of everything held of me, as JSON by section; nothing of anybody else is in it',
    body: z.strictObject({}),
    output: z.strictObject({
      madeAt: instantSchema,
      sections: z.record(z.string(), z.unknown()),
    }),
    errors: ['real-name-needed', 'export-limit'],
    limiter: 'ask',
    idempotent: false,
  }),
  erasure: defineEndpoint({
    id: 'dataRights.erasure',
    method: 'GET',
    path: '/data-rights/erasure',
    audience: 'resident',
    summary: 'What deleting my data would erase and keep, and a request that is under way',
    output: z.strictObject({ current: z.nullable(erasureSchema), preview: z.array(keptSchema) }),
    errors: [],
    limiter: 'read',
    idempotent: false,
  }),
  requestErasure: defineEndpoint({
    id: 'dataRights.requestErasure',
    method: 'POST',
    path: '/data-rights/erasure',
    audience: 'resident',
    summary: 'Ask for deletion; carried out after three days in which it can be called back',
    body: z.strictObject({ understood: z.literal(true) }),
    output: erasureSchema,
    errors: ['real-name-needed', 'erasure-blocked'],
    limiter: 'write',
    idempotent: true,
  }),
  cancelErasure: defineEndpoint({
    id: 'dataRights.cancelErasure',
    method: 'DELETE',
    path: '/data-rights/erasure',
    audience: 'resident',
    summary: 'Call a requested deletion back while it was not carried out',
    output: z.strictObject({ current: z.nullable(erasureSchema), preview: z.array(keptSchema) }),
    errors: [],
    limiter: 'write',
    idempotent: false,
  }),
}
