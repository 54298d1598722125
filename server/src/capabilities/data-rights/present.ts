import type { Consent, Erasure, LookRow as LookView } from '@xlb/shared/data-rights/contract.ts'
import { lookFieldWords, purposeWords } from '@xlb/shared/data-rights/purposes.zh-CN.ts'
import { fillSentence } from '@xlb/shared/platform/error.ts'
import type { Ctx } from '#platform/context.ts'
import type { LookRow } from '#platform/looks/rows.ts'
import { placeOf } from '../organisations/index.ts'
import { readConsents, type Holder } from './acts/read-consents.ts'
import type { ErasureRow } from './data/erasures.ts'
import { consentDocuments, documentFor } from './domain/consent-documents.zh-CN.ts'
import { consentStateOf } from './domain/judge-consent.ts'
import { lookOutcome } from './domain/judge-look.ts'

/** The county's own words for a document. */
async function inWordsOf(ctx: Ctx): Promise<(text: readonly string[]) => string[]> {
  const { call } = await placeOf(ctx, null)
  const words = { office: call.office, phone: call.phone }
  return (text) => text.map((line) => fillSentence(line, words))
}

export async function presentAgreement(ctx: Ctx): Promise<{ version: string; title: string; text: string[] }> {
  const { version, title, text } = documentFor('service-agreement')
  return { version, title, text: (await inWordsOf(ctx))(text) }
}

/** Every document in the county's own words, and what the person answered. */
export async function presentConsents(ctx: Ctx, who: Holder): Promise<{ items: Consent[] }> {
  const [answers, filled] = [await readConsents(ctx, who), await inWordsOf(ctx)]
  const items = consentDocuments.map(({ purpose, version, title, sensitive, text, withdrawing }) => {
    const answered = answers.get(purpose) ?? null
    const state = consentStateOf(answered, { version, sensitive })
    return {
      ...{ purpose, title, version, sensitive, state, withdrawing },
      text: filled(text),
      givenVersion: state === 'given' || state === 'outdated' ? (answered?.document ?? null) : null,
      at: state === 'none' ? null : (answered?.at ?? null),
    }
  })
  return { items }
}

/** `officeOf` names a unit; the officer's own name is not told. */
export function presentLook(row: LookRow, officeOf: (unitCode: string) => string, now: number): LookView {
  return {
    id: row._id,
    office: officeOf(row.unitCode),
    purpose: purposeWords[row.purpose] ?? row.purpose,
    fields: row.fields.map((field) => lookFieldWords[field] ?? field),
    caseNo: row.caseNo,
    at: row.at,
    outcome: lookOutcome(row, now),
  }
}

export function presentErasure({ _id, state, requestedAt, dueAt, report }: ErasureRow): Erasure {
  const lines = report.map(({ what, count, outcome, why, until }) => ({ what, count, outcome, why, until }))
  return { id: _id, state, requestedAt, dueAt: new Date(dueAt).toISOString(), report: lines }
}
