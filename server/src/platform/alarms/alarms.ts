/**
 * What an operator must look at: a warning in the log, a count for the monitoring, and a row in the operator's inbox. There is one open row for a
 * kind and record; what happens again counts up on it. Holds a kind and ids only. An alarm that cannot be stored is still logged and counted,
 * and never changes what its caller does.
 */
import { Counter } from 'prom-client'
import type { Ctx } from '../context.ts'
import { defineCollection } from '../db/collection.ts'
import { isDuplicateKey } from '../db/proof.ts'
import { createRecord, moveRecord, type AuditedRow, type PlainData } from '../db/record.ts'
import { newId } from '../ids.ts'
import type { Metrics } from '../metrics.ts'

export interface AlarmRow extends AuditedRow {
  readonly state: 'OPEN' | 'SEEN' | 'DONE'
  readonly kind: string
  readonly recordId: string
  readonly data: PlainData
  /** How often it happened since the row was opened. */
  readonly count: number
  readonly firstAt: string
  readonly lastAt: string
  /** true until DONE: what the list of open ones and the unique index go by. */
  readonly standing: boolean
  /** Ids of officers. */
  readonly seenBy: string | null
  readonly doneBy: string | null
  readonly doneAt: string | null
}

export const alarmRows = defineCollection<AlarmRow>({
  name: 'alarms',
  fields: {
    state: String,
    kind: String,
    recordId: String,
    data: Object,
    count: Number,
    firstAt: String,
    lastAt: String,
    standing: Boolean,
    seenBy: String,
    doneBy: String,
    doneAt: String,
  },
  indexes: [
    {
      name: 'standing',
      fields: { tenant: 1, kind: 1, recordId: 1 },
      unique: true,
      partial: { standing: true },
    },
    { name: 'list', fields: { tenant: 1, standing: -1, lastAt: -1, _id: -1 } },
    { name: 'done', fields: { tenant: 1, doneAt: 1 }, partial: { standing: false } },
    { name: 'id', fields: { tenant: 1, _id: 1 } },
  ],
  audited: true,
})

export interface Alarm {
  /** `payment-suspense`: its words stand in shared/src/operations/alarms.zh-CN.ts. */
  readonly kind: string
  readonly recordId: string
  /** Ids, states and amounts only. */
  readonly data?: PlainData
}

let counter: Counter<'kind'> | null = null

/** Called at start: alarms are counted as `xlb_alarms_total{kind}` from here on. */
export function countAlarms({ registry }: Metrics): void {
  const name = 'xlb_alarms_total'
  const standing = registry.getSingleMetric(name)
  counter =
    standing instanceof Counter
      ? standing
      : new Counter({ name, help: 'Alarms for the operator, by kind', labelNames: ['kind'], registers: [registry] })
}

/** Logs, counts and stores. Never rejects. */
export async function raiseAlarm(ctx: Ctx, alarm: Alarm): Promise<void> {
  await raiseTimes(ctx, alarm, 1)
}

const SELDOM_MS = 60_000
const quiet = new Map<string, { until: number; times: number }>()

/**
 * The same for what may come in storms: at most one write a minute for a county, kind and record, whose ids come from a small set; the others are
 * counted with the next one.
 */
export async function raiseAlarmSeldom(ctx: Ctx, alarm: Alarm): Promise<void> {
  const name = `${ctx.tenant} ${alarm.kind} ${alarm.recordId}`
  const before = quiet.get(name)
  if (before !== undefined && before.until > performance.now()) {
    counter?.inc({ kind: alarm.kind })
    before.times += 1
    return
  }
  quiet.set(name, { until: performance.now() + SELDOM_MS, times: 0 })
  await raiseTimes(ctx, alarm, 1 + (before?.times ?? 0))
}

/** For tests: the next storm is written at once. */
export function forgetStorms(): void {
  quiet.clear()
}

async function raiseTimes(ctx: Ctx, { kind, recordId, data = {} }: Alarm, times: number): Promise<void> {
  counter?.inc({ kind })
  ctx.log.warn({ alarm: kind, recordId, tenant: ctx.tenant }, 'an alarm was raised')
  try {
    await keep(ctx, { kind, recordId, data }, times)
  } catch (error) {
    ctx.log.error({ err: error, alarm: kind, recordId, tenant: ctx.tenant }, 'an alarm could not be stored')
  }
}

const MOST_TRIES = 10

async function keep(ctx: Ctx, alarm: Required<Alarm>, times: number): Promise<void> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const { kind, recordId } = alarm
    const row = await alarmRows.findOne(ctx, { kind, recordId, standing: true })
    if (row === null ? await wasOpened(ctx, alarm, times) : await wasCounted(ctx, row, times)) return
  }
  throw new Error('the alarm moved too often')
}

async function wasOpened(ctx: Ctx, { kind, recordId, data }: Required<Alarm>, times: number): Promise<boolean> {
  const at = ctx.clock.instant()
  const row = {
    ...{ _id: newId('alm'), tenant: ctx.tenant, state: 'OPEN' as const, kind, recordId, data, count: times },
    ...{ firstAt: at, lastAt: at, standing: true, seenBy: null, doneBy: null, doneAt: null },
  }
  try {
    await createRecord(ctx, alarmRows, row, { act: 'alarms.raise', note: { kind, recordId } })
    return true
  } catch (error) {
    if (isDuplicateKey(error)) return false
    throw error
  }
}

async function wasCounted(ctx: Ctx, row: AlarmRow, times: number): Promise<boolean> {
  const count = row.count + times
  const set = { count, lastAt: ctx.clock.instant() }
  return (await moveRecord(ctx, alarmRows, row, { set }, { act: 'alarms.repeat', note: { count } })) !== null
}
