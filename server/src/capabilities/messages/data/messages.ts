import type { messageKinds } from '@xlb/shared/messages/contract.ts'
import { defineCollection, type Row } from '#platform/db/collection.ts'

export interface InboxRow extends Row {
  readonly personId: string
  readonly kind: (typeof messageKinds)[number]
  readonly title: string
  readonly body: string
  readonly from: string
  readonly at: string
  readonly read: boolean
  readonly link: { readonly route: string; readonly params: Readonly<Record<string, string>> } | null
  /** What this message tells of: told again, it stays one message. */
  readonly source: string
}

export const inbox = defineCollection<InboxRow>({
  name: 'messages',
  fields: {
    personId: String,
    kind: String,
    title: String,
    body: String,
    from: String,
    at: String,
    read: Boolean,
    link: Object,
    source: String,
  },
  indexes: [
    { name: 'source', fields: { tenant: 1, personId: 1, source: 1 }, unique: true },
    { name: 'person', fields: { tenant: 1, personId: 1, at: -1, _id: -1 } },
    { name: 'unread', fields: { tenant: 1, personId: 1, read: 1 } },
    { name: 'id', fields: { tenant: 1, _id: 1 } },
    { name: 'at', fields: { tenant: 1, at: 1 } },
  ],
  audited: false,
})
