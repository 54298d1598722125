/**
 * What runs the house: alarms, the county's numbers, how long things are kept. Promises that a number changes only with a second person of another
 * administration, and that nothing here names a resident. Refuses: a value outside its bounds.
 */
import * as z from 'zod/mini'
import { defineEndpoint } from '../platform/endpoint.ts'
import { idSchema } from '../platform/ids.ts'
import { pageOf, pageQuery } from '../platform/paging.ts'
import { instantSchema } from '../platform/time.ts'
import { alarmStates } from './states.ts'

const plain = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))

export const alarmSchema = z.strictObject({
  id: idSchema('alm'),
  /** `payment-suspense`; `title` and `todo` are its words. */
  kind: z.string(),
  title: z.string(),
  todo: z.string(),
  state: z.enum(alarmStates),
  /** What it is about: the id of a record, the name of a job, `house` for the whole installation. */
  recordId: z.string(),
  /** Ids, states and amounts. */
  data: plain,
  count: z.int(),
  firstAt: instantSchema,
  lastAt: instantSchema,
  seenBy: z.nullable(z.string()),
  doneBy: z.nullable(z.string()),
  doneAt: z.nullable(instantSchema),
  can: z.strictObject({ see: z.boolean(), finish: z.boolean() }),
})
export type AlarmView = z.infer<typeof alarmSchema>

export const settingSchema = z.strictObject({
  key: z.string(),
  title: z.string(),
  unit: z.string(),
  /** Whole numbers, in `unit`. */
  value: z.int(),
  default: z.int(),
  min: z.int(),
  max: z.int(),
  /** The law, standard or decision behind the default. */
  source: z.string(),
  can: z.strictObject({ change: z.boolean() }),
})
export type SettingView = z.infer<typeof settingSchema>

export const retentionSchema = z.strictObject({
  record: z.string(),
  title: z.string(),
  /** As the county keeps it: `3 年`, `14 天`, or in words. */
  keep: z.string(),
  source: z.string(),
  /** `ttl`: the database removes rows by itself; `job`: the daily job does; `never`: nothing does. */
  by: z.enum(['ttl', 'job', 'never']),
  /** The job's last run, and what it last removed; null: none yet. */
  lastAt: z.nullable(instantSchema),
  removed: z.nullable(z.int()),
  removedAt: z.nullable(instantSchema),
  total: z.nullable(z.int()),
})
export type RetentionView = z.infer<typeof retentionSchema>

const settingKey = z.string().check(z.maxLength(60), z.regex(/^[a-z][A-Za-z0-9-]*(\.[A-Za-z0-9-]+)+$/))
const alarmMove = {
  method: 'POST',
  audience: 'staff',
  roles: ['operator'],
  params: z.strictObject({ alarmId: idSchema('alm') }),
  body: z.strictObject({}),
  output: alarmSchema,
  errors: ['alarm-done'],
  limiter: 'write',
  idempotent: true,
} as const

export const operations = {
  alarms: defineEndpoint({
    id: 'operations.alarms',
    method: 'GET',
    path: '/operations/alarms',
    audience: 'staff',
    roles: ['operator'],
    summary: 'Alarms that stand (or those that are done), the latest first',
    query: z.strictObject({ ...pageQuery, show: z.optional(z.enum(['standing', 'done'])) }),
    output: pageOf(alarmSchema),
    errors: [],
    limiter: 'read',
    idempotent: false,
  }),
  seeAlarm: defineEndpoint({
    ...alarmMove,
    id: 'operations.seeAlarm',
    path: '/operations/alarms/:alarmId/see',
    summary: 'I have seen it and am at it',
  }),
  finishAlarm: defineEndpoint({
    ...alarmMove,
    id: 'operations.finishAlarm',
    path: '/operations/alarms/:alarmId/finish',
    summary: 'It is dealt with; the next time opens a new one',
  }),
  settings: defineEndpoint({
    id: 'operations.settings',
    method: 'GET',
    path: '/operations/settings',
    audience: 'staff',
    roles: ['tenant-admin', 'security-admin', 'auditor'],
    summary: 'The numbers of the county, each with its default, bounds and source',
    output: z.strictObject({ items: z.array(settingSchema) }),
    errors: [],
    limiter: 'read',
    idempotent: false,
  }),
  changeSetting: defineEndpoint({
    id: 'operations.changeSetting',
    method: 'POST',
    path: '/operations/settings/:key',
    audience: 'staff',
    roles: ['tenant-admin'],
    summary: 'Propose another number; it holds once a security administrator agreed',
    params: z.strictObject({ key: settingKey }),
    body: z.strictObject({ value: z.int() }),
    output: z.strictObject({ approvalId: idSchema('apr'), setting: settingSchema }),
    errors: ['setting-unchanged', 'approval-open'],
    limiter: 'write',
    idempotent: true,
  }),
  retention: defineEndpoint({
    id: 'operations.retention',
    method: 'GET',
    path: '/operations/retention',
    audience: 'staff',
    roles: ['operator', 'auditor'],
    summary: 'How long each record is kept, by which law, and what the daily job removed',
    output: z.strictObject({ items: z.array(retentionSchema) }),
    errors: [],
    limiter: 'read',
    idempotent: false,
  }),
}
