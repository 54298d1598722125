/**
 * An officer enters a person whom they identified; another one agrees (approvals) before anything is made of it. The entered name and number stand sealed
 * in a row of their own until then.
 */
import type { CounterDocument } from '@xlb/shared/accounts/contract.ts'
import { propose } from '#platform/approvals/approvals.ts'
import { refuseOutOfScope, refuseOwnMatter } from '#platform/authority/authority.ts'
import type { StaffCtx } from '#platform/context.ts'
import { createRecord } from '#platform/db/record.ts'
import { sealedFields } from '#platform/db/sealed.ts'
import { AppError } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'
import { requireCase } from '../../desk/index.ts'
import { villageExists } from '../../organisations/index.ts'
import { accountRows } from '../data/accounts.ts'
import { counterCodes } from '../data/counter-codes.ts'
import { counterEntries, type CounterEntryRow } from '../data/counter-entries.ts'
import { dropEntry } from './decide-entry.ts'
import { findByDocument } from './find-person.ts'
import { readEntered, type Entered } from './read-typed.ts'
import { counterTexts } from './show-counter-code.ts'
import { takeTurn } from './take-turn.ts'

export const ENTER_PERSON = 'accounts.enter-person'

export interface Asked {
  readonly caseNo: string
  readonly name: string
  readonly document: CounterDocument
  readonly villageCode: string
  readonly counterCode: string | null
}

export interface Entering {
  readonly entered: Entered
  /** Known by this document already. */
  readonly personId: string | null
}

/** Whose screen showed the code. */
type Shown = Pick<CounterEntryRow, 'accountId' | 'sessionId'>

const NO_CODE: Shown = { accountId: null, sessionId: null }
const WRONG_CODES = [{ most: 10, ms: 3_600_000 }]

/** Everything that can be refused before something is written, the code apart: that is used up by being right. */
export async function loadEntering(ctx: StaffCtx, asked: Asked): Promise<Entering> {
  const entered = readEntered(ctx, asked.name, asked.document)
  const deskCase = await requireCase(ctx, asked.caseNo, null)
  if (!(await villageExists(ctx, asked.villageCode))) throw new AppError('village-unknown')
  await refuseOutOfScope(ctx, ['counter'], asked.villageCode)
  const known = await findByDocument(ctx, entered.document)
  // Somebody new has no case of their own yet, and nobody else's will do.
  if (known === null && deskCase.personId !== null) throw new AppError('desk-case-needed')
  if (known === null) return { entered, personId: null }
  await refuseOwnMatter(ctx, [known._id])
  await requireCase(ctx, asked.caseNo, known._id)
  return { entered, personId: known._id }
}

/** Answers the entry's id. */
export async function counterEnterPerson(
  ctx: StaffCtx,
  { entered, personId }: Entering,
  asked: Asked,
): Promise<string> {
  const shown = asked.counterCode === null ? NO_CODE : await useCounterCode(ctx, asked.counterCode, personId)
  const binds = shown.accountId !== null
  const entry = await createRecord(ctx, counterEntries, entryOf(ctx, asked, { entered, personId }, shown), {
    act: 'accounts.propose-person',
    note: { caseNo: asked.caseNo, documentKind: asked.document.kind, binds },
  })
  try {
    const approval = await propose(ctx, ENTER_PERSON, {
      recordId: entry._id,
      unitCode: asked.villageCode,
      personIds: personId === null ? [] : [personId],
      data: { caseNo: asked.caseNo, documentKind: asked.document.kind, binds },
    })
    await counterEntries.update(ctx, { _id: entry._id }, { $set: { approvalId: approval._id } })
  } catch (error) {
    await dropEntry(ctx, entry._id)
    throw error
  }
  return entry._id
}

function entryOf(ctx: StaffCtx, asked: Asked, { entered, personId }: Entering, shown: Shown) {
  const key = { _id: newId('pnd'), tenant: ctx.tenant }
  return {
    ...key,
    state: 'PROPOSED' as const,
    caseNo: asked.caseNo,
    approvalId: null,
    documentKind: entered.document.kind,
    birthday: entered.birthday,
    villageCode: asked.villageCode,
    ...shown,
    personId,
    createdAt: ctx.clock.instant(),
    ...sealedFields(counterEntries, key, 'name', entered.name),
    ...sealedFields(counterEntries, key, 'number', entered.document.number),
  } satisfies Omit<CounterEntryRow, 'version' | 'pending'>
}

/**
 * The account and the session that show this code, once. An officer's own account, or one of their family, is nobody they may bind.
 * @throws AppError `counter-code-wrong`, `too-many-requests`, `own-matter`, `real-name-already` when it acts for somebody else
 */
async function useCounterCode(ctx: StaffCtx, code: string, personId: string | null): Promise<Shown> {
  const now = ctx.clock.now()
  const keys = [ctx.staff.staffId]
  await takeTurn(ctx, now, { kind: 'counter-code.staff', keys, limits: WRONG_CODES, code: 'too-many-requests' })
  const at = { codeTexts: { $in: counterTexts(ctx, code) }, until: { $gt: now } }
  const used = await counterCodes.update(ctx, at, { $unset: { codeTexts: '' } })
  const account = used === null ? null : await accountRows.findOne(ctx, { _id: used.accountId })
  if (used === null || account === null) throw new AppError('counter-code-wrong')
  const shown = { accountId: account._id, sessionId: used.sessionId }
  if (account.personId === null) return shown
  await refuseOwnMatter(ctx, [account.personId])
  if (account.personId !== personId) throw new AppError('real-name-already')
  return shown
}
