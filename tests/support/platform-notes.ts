/** An audited record of the tests' own: a note that is opened, changed and announced. */
import type { Ctx } from '../../server/src/platform/context.ts'
import { defineCollection } from '../../server/src/platform/db/collection.ts'
import { createRecord, moveRecord, type AuditedRow } from '../../server/src/platform/db/record.ts'

export interface NoteRow extends AuditedRow {
  readonly state: 'OPEN'
  readonly text: string
}

export const notes = defineCollection<NoteRow>({
  name: 'testNotes',
  fields: { state: String, text: String },
  indexes: [{ name: 'text', fields: { tenant: 1, text: 1 } }],
  audited: true,
})

let made = 0

/** A note with one audit entry and one event, `notes.written`. */
export async function writeNote(ctx: Ctx, text = 'first'): Promise<NoteRow> {
  made += 1
  const _id = `not_${String(process.pid)}_${String(made).padStart(6, '0')}`
  return await createRecord(
    ctx,
    notes,
    { _id, tenant: ctx.tenant, state: 'OPEN', text },
    { act: 'notes.write', events: [{ name: 'notes.written' }] },
  )
}

export async function changeNote(ctx: Ctx, id: string, text: string): Promise<NoteRow> {
  const before = await notes.findOne(ctx, { _id: id })
  if (before === null) throw new Error(`no note ${id}`)
  const after = await moveRecord(
    ctx,
    notes,
    before,
    { set: { text } },
    { act: 'notes.change', events: [{ name: 'notes.changed', data: { length: text.length } }] },
  )
  if (after === null) throw new Error(`the note ${id} moved meanwhile`)
  return after
}
