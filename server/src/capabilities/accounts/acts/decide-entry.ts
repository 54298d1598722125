/** What follows the second officer's word: the person stands in the county's records, or the entered data are gone. Both bear repetition. */
import { clientWords, documentWords } from '@xlb/shared/accounts/messages.zh-CN.ts'
import type { Fact, Proposal } from '#platform/approvals/kind.ts'
import type { Ctx, StaffCtx } from '#platform/context.ts'
import { moveRecord } from '#platform/db/record.ts'
import { openSealed } from '#platform/db/sealed.ts'
import { AppError } from '#platform/errors.ts'
import { giveLooksTo, withLook } from '#platform/looks/looks.ts'
import { placeOf } from '../../organisations/index.ts'
import { accountRows } from '../data/accounts.ts'
import { counterEntries, type CounterEntryRow } from '../data/counter-entries.ts'
import type { PersonRow } from '../data/persons.ts'
import { bindAccount, copyToAccounts } from './bind-account.ts'
import { changePerson, ensurePersonRow } from './ensure-person.ts'
import { tellPerson } from './tell-person.ts'

interface Opened {
  readonly name: string
  readonly number: string
}

/** null once the data left the row. */
function openEntry(entry: CounterEntryRow): Opened | null {
  const { nameSealed, numberSealed } = entry
  if (nameSealed === undefined || numberSealed === undefined) return null
  return {
    name: openSealed(counterEntries, entry, 'name', nameSealed),
    number: openSealed(counterEntries, entry, 'number', numberSealed),
  }
}

const SEALED = ['nameSealed', 'nameBlind', 'nameKid', 'numberSealed', 'numberBlind', 'numberKid'] as const

export async function applyEntry(ctx: Ctx, { recordId }: Proposal): Promise<void> {
  const entry = await counterEntries.findOne(ctx, { _id: recordId })
  const opened = entry === null ? null : openEntry(entry)
  if (entry?.state !== 'PROPOSED' || opened === null) return
  await refuseOtherBinding(ctx, entry)
  const person = await personOf(ctx, entry, opened)
  await giveLooksTo(ctx, entry._id, person._id)
  await bindEntered(ctx, entry, person)
  await tellPerson(ctx, person, 'counterVerified', { source: entry._id })
  const change = { state: 'APPLIED' as const, set: { personId: person._id, birthday: null }, unset: SEALED }
  await moveRecord(ctx, counterEntries, entry, change, { act: 'accounts.apply-person', note: { person: person._id } })
}

/** Since it was entered the account may have come to act for somebody: said before a person is made of it. */
async function refuseOtherBinding(ctx: Ctx, entry: CounterEntryRow): Promise<void> {
  if (entry.accountId === null) return
  const account = await accountRows.findOne(ctx, { _id: entry.accountId })
  if (account !== null && account.personId !== null && account.personId !== entry.personId)
    throw new AppError('real-name-already')
}

/** Two officers who saw the papers know the name better than what stood here; somebody who stood before them lives. */
async function personOf(ctx: Ctx, entry: CounterEntryRow, { name, number }: Opened): Promise<PersonRow> {
  const { documentKind: kind, birthday, villageCode } = entry
  const facts = { name, document: { kind, number }, birthday, villageCode, verified: 'counter' as const }
  const found = await ensurePersonRow(ctx, facts)
  const person = await changePerson(ctx, found, 'accounts.verify-at-counter', (row) => {
    const verified = row.verified ?? ('counter' as const)
    const settled = row.name === name && row.verified !== null && row.state === 'LIVING'
    if (settled && row.villageCode === villageCode) return null
    const set = { name, verified, villageCode, ...(birthday === null ? {} : { birthday }) }
    const moved =
      row.villageCode === villageCode
        ? []
        : [{ name: 'accounts.moved', data: { from: row.villageCode, to: villageCode } }]
    return { change: { state: 'LIVING', set }, note: { entry: entry._id, renamed: row.name !== name }, events: moved }
  })
  if (person.version !== found.version) await copyToAccounts(ctx, person)
  return person
}

async function bindEntered(ctx: Ctx, { accountId, sessionId }: CounterEntryRow, person: PersonRow): Promise<void> {
  if (accountId === null) return
  const bound = await bindAccount(ctx, { accountId, sessionId }, person)
  const others = await accountRows.countUpTo(ctx, { personId: person._id }, 2)
  const source = `${bound._id}:${String(bound.version)}`
  if (others > 1) await tellPerson(ctx, person, 'newLogin', { source, device: clientWords.weapp })
}

export async function dropEntry(ctx: Ctx, entryId: string): Promise<void> {
  const entry = await counterEntries.findOne(ctx, { _id: entryId })
  if (entry?.state !== 'PROPOSED') return
  const change = { state: 'DROPPED' as const, set: { birthday: null }, unset: SEALED }
  const moved = await moveRecord(ctx, counterEntries, entry, change, { act: 'accounts.drop-person' })
  if (moved === null) throw new AppError('changed-meanwhile')
}

/** What the second officer compares with the papers, in full. The person reads that somebody looked, a new one as soon as they are known. */
export async function describeEntry(ctx: StaffCtx, { recordId }: Proposal): Promise<readonly Fact[]> {
  const entry = await counterEntries.findOne(ctx, { _id: recordId })
  if (entry === null) return []
  const { personId, caseNo } = entry
  const look = {
    personId: personId ?? entry._id,
    purpose: 'approval-review',
    fields: ['name', 'idNo', 'birthday', 'village'],
    caseNo,
  }
  return await withLook(ctx, look, () => factsOf(ctx, entry))
}

async function factsOf(ctx: Ctx, entry: CounterEntryRow): Promise<readonly Fact[]> {
  const opened = openEntry(entry)
  if (opened === null) return []
  const { township, village } = await placeOf(ctx, entry.villageCode)
  return [
    { label: '姓名', value: opened.name },
    { label: '证件', value: documentWords[entry.documentKind] },
    { label: '证件号码', value: opened.number },
    { label: '出生日期', value: entry.birthday ?? '' },
    { label: '所在村（社区）', value: `${township ?? ''}${village ?? ''}` },
    { label: '绑定出示窗口码的微信', value: entry.accountId === null ? '否' : '是' },
  ]
}
