/**
 * How MongoDB would walk for every query that a test sent (PERFORMANCE P4): the driver's own commands are kept and asked again with explain. A finding is
 * a collection scan, a sort that holds everything in memory, or more keys read than rows wanted.
 */
import { nativeDb } from '../../server/src/platform/db/connection.ts'

type Json = Readonly<Record<string, unknown>>

interface PlanReport {
  /** How many different queries were looked at: an empty report proves nothing. */
  readonly checked: number
  /** One sentence for each query that walks badly. */
  readonly findings: readonly string[]
}

export interface PlanWatch {
  report(): Promise<PlanReport>
  stop(): void
}

interface Query {
  readonly shape: string
  readonly command: Json
}

/** What a test asks for itself carries this as its `comment` and is not watched. */
export const PROBE = 'a test looks'

/** So many of one shape are asked again: the latest ones, for they meet the most data. */
const MOST_OF_A_SHAPE = 3
const ALLOWED_FACTOR = 1.1
/** They pass on, count or change what the stages below them found. */
const SINKS = new Set(['UPDATE', 'DELETE', 'COUNT', 'GROUP', 'BATCHED_DELETE'])
const EXPLAINED = new Set(['find', 'aggregate', 'count', 'distinct', 'findAndModify'])
const NOT_ASKED_AGAIN = new Set([
  'lsid',
  'txnNumber',
  'autocommit',
  'startTransaction',
  'readConcern',
  'writeConcern',
  'maxTimeMS',
])

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function recordsIn(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isRecord) : []
}

/** The query without its values: `{ tenant: ?, at: { $lt: ? } }`. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return [...new Set(value.map((one) => JSON.stringify(shapeOf(one))))].sort()
  if (!isRecord(value) || '_bsontype' in value) return '?'
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shapeOf(inner)]))
}

const VALUED = ['filter', 'query', 'pipeline', 'updates', 'deletes']

function queryOf(name: string, command: Json): Query {
  const valued = VALUED.filter((part) => part in command).map((part) => [part, shapeOf(command[part])])
  const { sort, hint } = command
  const order: unknown = sort instanceof Map ? Object.fromEntries(sort) : sort
  const shape = JSON.stringify({ ...Object.fromEntries(valued), sort: order, hint })
  return { command, shape: `${name} of ${String(command[name])} ${shape}` }
}

/** What of a command can be explained; an update or delete of several statements is several queries. */
function queriesOf(name: string, sent: Json): Query[] {
  const command = Object.fromEntries(
    Object.entries(sent).filter(([key]) => !key.startsWith('$') && !NOT_ASKED_AGAIN.has(key)),
  )
  if (name === 'update')
    return recordsIn(command['updates']).map((one) => queryOf(name, { update: command['update'], updates: [one] }))
  if (name === 'delete')
    return recordsIn(command['deletes']).map((one) => queryOf(name, { delete: command['delete'], deletes: [one] }))
  if (command['comment'] === PROBE) return []
  if (!EXPLAINED.has(name) || recordsIn(command['pipeline']).some((stage) => '$changeStream' in stage)) return []
  return [queryOf(name, command)]
}

/** Starts to keep what the driver sends; `report` asks it all again. Start it after the seed, stop it before the app. */
export function watchPlans(): PlanWatch {
  const kept = new Map<string, Query[]>()
  const keep = (event: { commandName: string; command: Json }): void => {
    for (const query of queriesOf(event.commandName, event.command)) {
      kept.set(query.shape, [...(kept.get(query.shape) ?? []), query].slice(-MOST_OF_A_SHAPE))
    }
  }
  const { client } = nativeDb()
  client.on('commandStarted', keep)
  return {
    async report() {
      const queries = [...kept.values()]
      const findings: string[] = []
      for (const query of queries.flat()) findings.push(...(await judge(query)))
      return { checked: queries.length, findings: [...new Set(findings)] }
    },
    stop: () => {
      client.off('commandStarted', keep)
    },
  }
}

async function judge(query: Query): Promise<string[]> {
  const explained: unknown = await nativeDb().command({ explain: query.command, verbosity: 'executionStats' })
  return walksOf(explained).flatMap((stats) => faultsOf(stats).map((fault) => `${fault}: ${query.shape}`))
}

/** The statistics of each walk: one for a query, one for each `$cursor` of a pipeline and of those that `$unionWith` puts beside it. */
function walksOf(explained: unknown): Json[] {
  if (!isRecord(explained)) return []
  const own = isRecord(explained['executionStats']) ? [explained['executionStats']] : []
  return [...own, ...recordsIn(explained['stages']).flatMap(walksOfStage)]
}

function walksOfStage(stage: Json): Json[] {
  if ('$sort' in stage) return [{ executionStages: { stage: 'SORT' } }]
  if (isRecord(stage['$unionWith'])) return walksOf({ stages: stage['$unionWith']['pipeline'] })
  return walksOf(stage['$cursor'])
}

/** A stage and everything below it, from the top. */
function stagesBelow(stage: unknown): Json[] {
  if (!isRecord(stage)) return []
  return [stage, ...stagesBelow(stage['inputStage']), ...recordsIn(stage['inputStages']).flatMap(stagesBelow)]
}

function faultsOf(stats: Json): string[] {
  const stages = stagesBelow(stats['executionStages'])
  const names = stages.map((stage) => String(stage['stage']))
  const keys = Number(stats['totalKeysExamined'] ?? 0)
  const top = stages.find((stage) => !SINKS.has(String(stage['stage'])))
  const returned = Number(top?.['nReturned'] ?? 0)
  return [
    ...(names.includes('COLLSCAN') ? ['scans the whole collection'] : []),
    ...(names.includes('SORT') ? ['sorts in memory'] : []),
    ...(keys > ALLOWED_FACTOR * returned + 1 ? [`reads ${String(keys)} keys for ${String(returned)} rows`] : []),
  ]
}
