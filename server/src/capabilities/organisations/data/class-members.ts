import type { MemberState } from '@xlb/shared/organisations/states.ts'
import { defineCollection } from '#platform/db/collection.ts'
import type { AuditedRow } from '#platform/db/record.ts'

/** A child in a class of a school, from a day to a day. One place at a time: the index says so. */
export interface ClassMemberRow extends AuditedRow {
  readonly state: MemberState
  readonly personId: string
  readonly classCode: string
  readonly schoolCode: string
  /** `YYYY-MM-DD` */
  readonly since: string
  readonly until: string | null
}

export const classMembers = defineCollection<ClassMemberRow>({
  name: 'classMembers',
  fields: {
    state: String,
    personId: String,
    classCode: String,
    schoolCode: String,
    since: String,
    until: String,
  },
  indexes: [
    { name: 'place', fields: { tenant: 1, personId: 1 }, unique: true, partial: { state: 'IN' } },
    { name: 'person', fields: { tenant: 1, personId: 1, since: -1 } },
    { name: 'class', fields: { tenant: 1, classCode: 1, state: 1, _id: 1 } },
  ],
  audited: true,
})
