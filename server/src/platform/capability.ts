/**
 * What a capability hands to the house. Adding one edits no other: Home, search, receipts, jobs, subscribers and verify commands are
 * collected from here.
 */
import type { Frequent, SearchEntry, TodoCard } from '@xlb/shared/home/contract.ts'
import type { ApprovalKind } from './approvals/kind.ts'
import type { Calendar } from './calendar/working-days.ts'
import type { Clock } from './clock.ts'
import type { Config } from './config/config.ts'
import type { Ctx, PortKey, ResidentCtx } from './context.ts'
import type { Migration } from './db/migrations.ts'
import type { PlainData } from './db/record.ts'
import type { Audiences } from './http/audience.ts'
import type { Route } from './http/bind.ts'
import type { House } from './house.ts'

/** A job of the timetable. That a thing happens once is decided by states and versions, never by the timetable's lock. */
export interface Job {
  readonly name: string
  /** agenda's words: `2 seconds`, `10 minutes`. */
  readonly every: string
  /** Also run soon after a change in one of these collections. */
  readonly wakeOn?: readonly string[]
  /** Runs once for each county. */
  run(ctx: Ctx): Promise<void>
}

export interface Subscriber {
  readonly name: string
  readonly event: string
  /** Must bear repetition: an event is delivered at least once. */
  handle(ctx: Ctx, event: { id: string; recordId: string; at: string; data: PlainData }): Promise<void>
}

/** One finding a line; `checked` counts rows, so that an empty database cannot look clean. */
export interface Verified {
  readonly checked: Readonly<Record<string, number>>
  readonly differences: readonly string[]
}

/** How long a record is kept, and the law or standard that says so. One job runs all rules; the operator sees them as one table. */
export interface RetentionRule {
  /** The name of its collection: every one has exactly one rule (tests/house/retention.test.ts). `log-files`: what is no collection. */
  readonly record: string
  /** Chinese, for the table. */
  readonly title: string
  /** For `job` the default of the county's setting `retention.<record>`, which only lengthens it. `while`: Chinese, as long as what it belongs to stands. */
  readonly keep: { readonly days: number } | { readonly years: number } | { readonly while: string }
  readonly source: string
  /** `ttl`: MongoDB removes the rows itself, by an index of the collection; `job`: `remove` does; `never`: it stays, or goes with its record. */
  readonly by: 'ttl' | 'job' | 'never'
  /** Removes a batch of rows older than the instant `before` (retention/remove-old.ts); answers how many. Is called until nothing is left. */
  readonly remove?: (ctx: Ctx, before: string) => Promise<number>
}

/** One kind of what is erased, or kept and why. Counts, never content. */
export interface Erased {
  /** Chinese, for the person's report: `家人关系`. */
  readonly what: string
  readonly count: number
  readonly outcome: 'erased' | 'kept'
  /** The law that makes us keep it, and until when (`YYYY-MM-DD`); null where erased. */
  readonly why: string | null
  readonly until: string | null
}

/** What a capability holds of a person: handed out on request, and erased as far as the law allows. */
export interface PersonalData {
  /** Sections of the machine-readable copy, by name; each value is plain JSON that the person may read. */
  readonly exportOf: (ctx: Ctx, personId: string) => Promise<Readonly<Record<string, unknown>>>
  /** Erases what may be erased and says what is kept. Must bear repetition: it is run again after a restore. */
  readonly erase: (ctx: Ctx, personId: string) => Promise<readonly Erased[]>
  /** What `erase` would do, without doing it; where it is missing the person sees how many things `exportOf` finds. */
  readonly foretell?: (ctx: Ctx, personId: string) => Promise<readonly Erased[]>
  /** Why nothing can be erased yet: ids of what is under way (an order that lives). Empty: nothing is in the way. */
  readonly blocks?: (ctx: Ctx, personId: string) => Promise<readonly string[]>
}

export interface Capability {
  readonly name: string
  readonly routes: readonly Route[]
  /** How this capability admits an audience (accounts: residents, payments: the provider). */
  readonly audiences?: (house: House) => Partial<Audiences>
  readonly jobs?: readonly Job[]
  readonly subscribers?: readonly Subscriber[]
  readonly ports?: readonly PortBuilder[]
  /** Called once at start with the whole house: for extension points that a capability collects itself. */
  start?(house: House): void
  readonly seed?: (ctx: Ctx, house: House) => Promise<void>
  /** Changes to data that stands already; they lie in `data/migrations/`. */
  readonly migrations?: readonly Migration[]
  /** Counts its open deadlines of an older calendar version again (`recountDeadline`), each by one guarded update; answers how many. */
  readonly deadlines?: (ctx: Ctx, calendar: Calendar) => Promise<number>
  /** Called once for each county after its data came back from a backup: what happened outside since then must be found out, and what was ended must
   * stay ended. `backupAt` (an instant) is the moment that the rows show. Must bear repetition; answers what it did, as counts by a few words. */
  readonly afterRestore?: (ctx: Ctx, backupAt: string) => Promise<Readonly<Record<string, number>>>
  readonly retention?: readonly RetentionRule[]
  readonly personalData?: PersonalData
  /** Whether two residents are family, now or formerly: nobody handles their own or their family's matter. */
  readonly related?: (ctx: Ctx, onePersonId: string, otherPersonId: string) => Promise<boolean>
  /** Kinds of act that a second officer must agree to. */
  readonly approvals?: readonly ApprovalKind[]
  readonly verify?: Readonly<Record<string, (ctx: Ctx) => Promise<Verified>>>
  /** Cards of Home for one person: at most one command each, and one more where a right over somebody else must be judged. */
  readonly todoCards?: (ctx: ResidentCtx) => Promise<TodoCard[]>
  readonly frequent?: (ctx: ResidentCtx) => Promise<Frequent[]>
  readonly searchEntries?: readonly (SearchEntry & { words: readonly string[] })[]
  readonly unread?: (ctx: ResidentCtx) => Promise<number>
}

export interface PortBuilder {
  readonly key: PortKey<unknown>
  readonly build: (config: Config, clock: Clock) => unknown
}

export function providePort<T>(key: PortKey<T>, build: (config: Config, clock: Clock) => T): PortBuilder {
  return { key, build }
}
