/**
 * Family: guardians and the children they act for. Promises that a right is judged at the moment of use: it needs a proof (a data source or two
 * officers), lies between its dates, and ends on the day the child turns 18, whatever a job has written down. Both sides see it.
 */
import * as z from 'zod/mini'
import { caseNoSchema } from '../platform/desk-case.ts'
import { defineEndpoint } from '../platform/endpoint.ts'
import { idSchema } from '../platform/ids.ts'
import { daySchema, instantSchema } from '../platform/time.ts'

export const guardianRelations = ['mother', 'father', 'grandparent', 'other'] as const
export const relationSchema = z.enum(guardianRelations)
export type GuardianRelation = z.infer<typeof relationSchema>

/** Why a right does not stand at this moment. */
export const endReasons = ['date', 'birthday', 'revoked', 'not-yet', 'corrected'] as const

const typedSchema = z.string().check(z.maxLength(200))

/** One guardianship as one of its two sides sees it; the other side's name is masked. */
export const memberSchema = z.strictObject({
  id: idSchema('gua'),
  /** Whose side I am on. */
  side: z.enum(['guardian', 'child']),
  personId: idSchema('per'),
  name: z.string(),
  relation: relationSchema,
  /** Birthday of the child, for the guardian only. */
  birthday: z.nullable(daySchema),
  state: z.enum(['PROPOSED', 'ACTIVE', 'ENDED', 'REFUSED']),
  /** Judged now; false although ACTIVE once the birthday or the date is reached. */
  stands: z.boolean(),
  proof: z.nullable(z.enum(['source', 'counter'])),
  since: daySchema,
  /** The day from which it stands no more: a date in the proof, else the 18th birthday. */
  until: daySchema,
  endReason: z.nullable(z.enum(endReasons)),
  can: z.strictObject({ end: z.boolean() }),
})
export type Member = z.infer<typeof memberSchema>

const listSchema = z.strictObject({ asOf: instantSchema, items: z.array(memberSchema) })

export const families = {
  list: defineEndpoint({
    id: 'families.list',
    method: 'GET',
    path: '/families/members',
    audience: 'resident',
    summary: 'My children and my guardians, with what stands at this moment and what ended',
    output: listSchema,
    errors: [],
    limiter: 'read',
    idempotent: false,
  }),
  addChild: defineEndpoint({
    id: 'families.addChild',
    method: 'POST',
    path: '/families/children',
    audience: 'resident',
    summary: 'Add a child: the register is asked whether I am a guardian; where no source knows, the counter verifies',
    body: z.strictObject({ name: typedSchema, idNo: typedSchema, relation: relationSchema }),
    output: memberSchema,
    errors: [
      'input-refused',
      'consent-needed',
      'real-name-needed',
      'child-grown-up',
      'child-mismatch',
      'guardianship-unknown',
      'guardianship-limit',
      'own-child-only',
      'bureau-unreachable',
    ],
    limiter: 'ask',
    idempotent: true,
  }),
  child: defineEndpoint({
    id: 'families.child',
    method: 'GET',
    path: '/families/children/:personId',
    audience: 'resident',
    summary: 'One child of mine, while the guardianship stands; 404 for everybody else, like an unknown id',
    params: z.strictObject({ personId: idSchema('per') }),
    output: memberSchema,
    errors: [],
    limiter: 'read',
    idempotent: false,
  }),
  end: defineEndpoint({
    id: 'families.end',
    method: 'POST',
    path: '/families/members/:guardianshipId/end',
    audience: 'resident',
    summary: "A guardian gives the right up here (the law's duty is not changed by that); it can be proven again",
    params: z.strictObject({ guardianshipId: idSchema('gua') }),
    body: z.strictObject({}),
    output: listSchema,
    errors: ['guardianship-ended'],
    limiter: 'write',
    idempotent: true,
  }),
  counterEnter: defineEndpoint({
    id: 'families.counterEnter',
    method: 'POST',
    path: '/counter/guardianships',
    audience: 'staff',
    roles: ['counter'],
    summary: 'Enter a guardianship shown on paper; a second officer confirms (approvals)',
    body: z.strictObject({
      caseNo: caseNoSchema,
      guardianId: idSchema('per'),
      /** The child need not be in the system yet. */
      child: z.strictObject({ name: typedSchema, idNo: typedSchema }),
      relation: relationSchema,
      /** `户口簿`, `出生医学证明`, `法院判决书`, `村（居）委会指定`. */
      paper: z.enum(['household-book', 'birth-certificate', 'court', 'designation']),
      since: daySchema,
      until: z.nullable(daySchema),
    }),
    output: z.strictObject({ guardianshipId: idSchema('gua'), approvalId: idSchema('apr'), state: z.string() }),
    errors: [
      'input-refused',
      'desk-case-needed',
      'own-matter',
      'out-of-scope',
      'child-grown-up',
      'guardianship-stands',
    ],
    limiter: 'write',
    idempotent: true,
  }),
  counterRevoke: defineEndpoint({
    id: 'families.counterRevoke',
    method: 'POST',
    path: '/counter/guardianships/:guardianshipId/revoke',
    audience: 'staff',
    roles: ['counter'],
    summary:
      "Revoke a guardianship by a court's or the register's paper; in an emergency at once, approved within the county's minutes",
    params: z.strictObject({ guardianshipId: idSchema('gua') }),
    body: z.strictObject({
      caseNo: caseNoSchema,
      reason: z.enum(['court', 'death', 'wrong-entry']),
      emergency: z.boolean(),
    }),
    output: z.strictObject({ approvalId: idSchema('apr'), state: z.string() }),
    errors: ['desk-case-needed', 'own-matter', 'out-of-scope', 'guardianship-ended'],
    limiter: 'write',
    idempotent: true,
  }),
}
