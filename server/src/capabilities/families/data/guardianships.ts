import type { GuardianRelation } from '@xlb/shared/families/contract.ts'
import type { GuardianshipState } from '@xlb/shared/families/states.ts'
import { defineCollection } from '#platform/db/collection.ts'
import type { AuditedRow } from '#platform/db/record.ts'
import type { SealedFields } from '#platform/db/sealed.ts'
import type { EndReason } from '../domain/judge-guardianship.ts'

export type Paper = 'household-book' | 'birth-certificate' | 'court' | 'designation'

/**
 * One proof of one guardianship. While it waits for a second officer, the child's name and number as typed stand sealed in it; they go with the decision.
 * What is shown of the two is kept masked, so that a list costs one read.
 */
export interface GuardianshipRow
  extends AuditedRow, Partial<SealedFields<'childIdNo'>>, Partial<SealedFields<'childName'>> {
  readonly state: GuardianshipState
  /** PROPOSED or ACTIVE: at most one of a guardian and child, says the unique index. */
  readonly open: boolean
  readonly guardianPersonId: string
  /** null while the child is not known to the county. */
  readonly childPersonId: string | null
  /** The child, or this record itself while the child is not known: what the unique index compares. */
  readonly childKey: string
  readonly guardianMasked: string | null
  readonly childMasked: string | null
  readonly relation: GuardianRelation
  readonly proof: 'source' | 'counter' | null
  readonly since: string
  readonly until: string | null
  /** The child's, kept beside for judging; null after the remains were put away. */
  readonly childBirthday: string | null
  /** The day from which it stands no more. */
  readonly endsOn: string
  /** When the child turns 14 and 18: for the letters. */
  readonly turns14: string
  readonly turns18: string
  readonly endReason: EndReason | null
  readonly paper: Paper | null
  readonly caseNo: string | null
  readonly approvalId: string | null
  /** The approval that ended it, where one did. */
  readonly endedBy: string | null
  readonly createdAt: string
  /** Set at its end, until masked names and birthday are put away. */
  readonly remainsSince: string | null
}

export const guardianships = defineCollection<GuardianshipRow>({
  name: 'guardianships',
  fields: {
    state: String,
    open: Boolean,
    guardianPersonId: String,
    childPersonId: String,
    childKey: String,
    guardianMasked: String,
    childMasked: String,
    relation: String,
    proof: String,
    since: String,
    until: String,
    childBirthday: String,
    endsOn: String,
    turns14: String,
    turns18: String,
    endReason: String,
    paper: String,
    caseNo: String,
    approvalId: String,
    endedBy: String,
    createdAt: String,
    remainsSince: String,
  },
  indexes: [
    { name: 'open', fields: { tenant: 1, guardianPersonId: 1, childKey: 1 }, unique: true, partial: { open: true } },
    { name: 'guardian', fields: { tenant: 1, guardianPersonId: 1, createdAt: -1, _id: -1 } },
    { name: 'child', fields: { tenant: 1, childPersonId: 1, createdAt: -1, _id: -1 } },
    { name: 'ends', fields: { tenant: 1, endsOn: 1 }, partial: { state: 'ACTIVE' } },
    { name: 'turns-14', fields: { tenant: 1, turns14: 1 }, partial: { state: 'ACTIVE' } },
    { name: 'turns-18', fields: { tenant: 1, turns18: 1 }, partial: { state: 'ACTIVE' } },
    { name: 'proposed', fields: { tenant: 1, createdAt: 1 }, partial: { state: 'PROPOSED' } },
    { name: 'remains', fields: { tenant: 1, remainsSince: 1 }, partial: { remainsSince: { $gt: '' } } },
    { name: 'id', fields: { tenant: 1, _id: 1 } },
  ],
  audited: true,
  sealed: [
    { name: 'childIdNo', purpose: 'id-number', unique: false },
    { name: 'childName', purpose: 'proposed-name', unique: false },
  ],
})

/** What of a record tells who somebody is. */
export const WITHOUT_REMAINS = {
  guardianMasked: null,
  childMasked: null,
  childBirthday: null,
  remainsSince: null,
} as const

/** The child's name and number as typed: what goes with the decision. */
export const SEALED_FIELDS: readonly (keyof SealedFields<'childIdNo' | 'childName'>)[] = [
  'childIdNoSealed',
  'childIdNoBlind',
  'childIdNoKid',
  'childNameSealed',
  'childNameBlind',
  'childNameKid',
]
