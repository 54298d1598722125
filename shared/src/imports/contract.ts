/**
 * Import of residents, guardians and classes from a table (XLSX or CSV). Promises a dry run first that names every bad row with its cell and
 * changes nothing; that a second officer agrees before anything is written; and that the file, which holds ID numbers, stands sealed and is gone
 * when the import is over or after seven days. A problem never repeats what stood in the cell.
 */
import * as z from 'zod/mini'
import { unitCodeSchema } from '../organisations/contract.ts'
import { defineEndpoint } from '../platform/endpoint.ts'
import { idSchema } from '../platform/ids.ts'
import { pageOf, pageQuery } from '../platform/paging.ts'
import { instantSchema } from '../platform/time.ts'
import { cellFaults, fileFaults, importKinds } from './faults.ts'
import { importStates } from './states.ts'

export const IMPORT_MAX_BYTES = 30 * 1_048_576
export const IMPORT_MAX_ROWS = 200_000
export const importTypes = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const

const kindSchema = z.enum(importKinds)
const count = z.int().check(z.gte(0))

export const importSchema = z.strictObject({
  id: idSchema('imp'),
  kind: kindSchema,
  /** What the officer called the file. */
  name: z.string(),
  /** The county, or the one school whose classes it holds. */
  unitCode: unitCodeSchema,
  unitName: z.string(),
  format: z.enum(['csv', 'xlsx']),
  bytes: count,
  state: z.enum(importStates),
  uploadedAt: instantSchema,
  /** Of what runs now; null while nothing does. `percent` of the file, or of the rows. */
  progress: z.nullable(z.strictObject({ step: z.enum(['check', 'apply']), percent: count, rows: count })),
  /** Rows of the table without its header and blank rows; `bad` ones are left out, `known` ones change nothing. */
  found: z.strictObject({ rows: count, good: count, bad: count, known: count }),
  /** What was written: `left`: rows for which something had changed since the dry run. */
  written: z.strictObject({ made: count, same: count, left: count }),
  /** Why the file was refused, and the sentence of it. */
  fault: z.nullable(z.strictObject({ code: z.enum(fileFaults), message: z.string() })),
  approvalId: z.nullable(idSchema('apr')),
  /** When the file is removed at the latest; null: it is gone. */
  expiresAt: z.nullable(instantSchema),
  can: z.strictObject({ confirm: z.boolean(), cancel: z.boolean() }),
})
export type ImportView = z.infer<typeof importSchema>

export const problemSchema = z.strictObject({
  /** Of a workbook: which of its tables, from 1. */
  sheet: count,
  /** As the spreadsheet counts, the header is row 1. */
  row: count,
  /** `C`; null where the whole row is meant. */
  column: z.nullable(z.string()),
  /** `C17` */
  cell: z.nullable(z.string()),
  code: z.enum(cellFaults),
  message: z.string(),
  /** The other row of a duplicate. */
  other: z.nullable(count),
})

const params = z.strictObject({ importId: idSchema('imp') })
const nameSchema = z.string().check(z.regex(/^[^\p{Cc}\p{Cf}]{1,80}$/u))

const uploaders = ['tenant-admin', 'teacher'] as const
const readers = [...uploaders, 'security-admin', 'duty-officer'] as const

export const imports = {
  upload: defineEndpoint({
    id: 'imports.upload',
    method: 'PUT',
    path: '/imports',
    audience: 'staff',
    roles: uploaders,
    summary: 'A table as the whole body. It is checked by the worker; nothing changes before it is confirmed',
    query: z.strictObject({
      kind: kindSchema,
      name: nameSchema,
      /** The county when left out; a teacher names the school. */
      unit: z.optional(unitCodeSchema),
    }),
    output: importSchema,
    errors: [
      'import-file-empty',
      'import-too-many',
      'media-type-refused',
      'body-too-large',
      'out-of-scope',
      'input-refused',
    ],
    limiter: 'upload',
    idempotent: true,
    upload: { maxBytes: IMPORT_MAX_BYTES, types: Object.values(importTypes) },
  }),
  list: defineEndpoint({
    id: 'imports.list',
    method: 'GET',
    path: '/imports',
    audience: 'staff',
    roles: readers,
    summary: 'Imports of the county, or of one school, newest first',
    query: z.strictObject({ unit: z.optional(unitCodeSchema), ...pageQuery }),
    output: pageOf(importSchema),
    errors: ['out-of-scope'],
    limiter: 'read',
    idempotent: false,
  }),
  show: defineEndpoint({
    id: 'imports.show',
    method: 'GET',
    path: '/imports/:importId',
    audience: 'staff',
    roles: readers,
    summary: 'One import: state, progress, figures',
    params,
    output: importSchema,
    errors: [],
    limiter: 'read',
    idempotent: false,
  }),
  problems: defineEndpoint({
    id: 'imports.problems',
    method: 'GET',
    path: '/imports/:importId/problems',
    audience: 'staff',
    roles: readers,
    summary: 'Every bad cell in the order of the table, never with what stood there',
    params,
    query: z.strictObject({ ...pageQuery }),
    output: pageOf(problemSchema),
    errors: [],
    limiter: 'read',
    idempotent: false,
  }),
  confirm: defineEndpoint({
    id: 'imports.confirm',
    method: 'POST',
    path: '/imports/:importId/confirm',
    audience: 'staff',
    roles: uploaders,
    summary: 'Propose to write the good rows; a second officer agrees (approvals)',
    params,
    body: z.strictObject({}),
    output: importSchema,
    errors: ['import-not-checked', 'import-nothing-good', 'import-over', 'out-of-scope', 'changed-meanwhile'],
    limiter: 'write',
    idempotent: true,
  }),
  cancel: defineEndpoint({
    id: 'imports.cancel',
    method: 'POST',
    path: '/imports/:importId/cancel',
    audience: 'staff',
    roles: uploaders,
    summary: 'Drop an import that is not being written yet; the file is gone at once',
    params,
    body: z.strictObject({}),
    output: importSchema,
    errors: ['import-under-way', 'import-over', 'out-of-scope', 'changed-meanwhile'],
    limiter: 'write',
    idempotent: true,
  }),
  template: defineEndpoint({
    id: 'imports.template',
    method: 'GET',
    path: '/import-templates/:kind',
    audience: 'staff',
    roles: readers,
    summary: 'The columns of a table, and an example to begin with',
    params: z.strictObject({ kind: kindSchema }),
    output: z.strictObject({
      columns: z.array(z.strictObject({ title: z.string(), required: z.boolean(), hint: z.string() })),
      /** UTF-8 CSV with BOM: the header and one invented row. */
      csv: z.string(),
      maxRows: count,
      maxBytes: count,
    }),
    errors: [],
    limiter: 'read',
    idempotent: false,
  }),
}
