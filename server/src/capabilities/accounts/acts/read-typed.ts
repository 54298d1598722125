/** What was typed as name and number, or 422 with every fault and its words. */
import type { CounterDocument } from '@xlb/shared/accounts/contract.ts'
import { fieldMessages } from '@xlb/shared/platform/messages.zh-CN.ts'
import { readRealName } from '@xlb/shared/platform/real-name.ts'
import { dayOf } from '@xlb/shared/platform/time.ts'
import type { Ctx } from '#platform/context.ts'
import { AppError } from '#platform/errors.ts'
import { readIdentity, type Fault, type Identity } from '../domain/read-identity.ts'
import type { Document } from './find-person.ts'

/** @throws AppError `input-refused` */
export function readTyped(ctx: Ctx, typed: { name: string; idNo: string }, numberPath?: string): Identity {
  const read = readIdentity(typed, dayOf(ctx.clock.now()), numberPath)
  if ('faults' in read) throw inputRefused(read.faults)
  return read.identity
}

export interface Entered {
  readonly name: string
  readonly document: Document
  readonly birthday: string
}

/** A document other than the ID card may carry any name: it is taken as it stands, without control characters. */
export function readEntered(ctx: Ctx, name: string, document: CounterDocument): Entered {
  if (document.kind === 'id-card') {
    const { idNo, birthday } = readTyped(ctx, { name, idNo: document.number }, 'body.document.number')
    return { name, document: { kind: 'id-card', number: idNo }, birthday }
  }
  const { kind, number, birthday } = document
  const faults = [
    ...(FOREIGN_NAME.test(name) || readRealName(name).ok ? [] : [{ path: 'body.name', code: 'wrong-format' }]),
    ...(birthday <= dayOf(ctx.clock.now()) ? [] : [{ path: 'body.document.birthday', code: 'not-allowed' }]),
  ]
  if (faults.length > 0) throw inputRefused(faults)
  return { name, document: { kind, number }, birthday }
}

/** Letters, marks, and what stands between them; not at either end. */
const FOREIGN_NAME = /^\p{L}[\p{L}\p{M} ,.'’·-]{0,98}[\p{L}\p{M}.]$/u

export function inputRefused(faults: readonly Fault[]): AppError {
  const fields = faults.map(({ path, code }) => ({ path, code, message: fieldMessages[code] ?? '' }))
  return new AppError('input-refused', {}, fields)
}
