/**
 * The dossier of a person, asked for at the registry when what stands is old. Promises: an answer about somebody else (another day of birth) is never stored or
 * shown; a dose that the registry lists twice counts once; when it cannot be reached, what stands is shown with its day.
 */
import { isDeepStrictEqual } from 'node:util'
import { readIdNumber } from '@xlb/shared/platform/id-number.ts'
import { dayOf } from '@xlb/shared/platform/time.ts'
import { dossierTable, type DossierState } from '@xlb/shared/vaccines/states.ts'
import type { Ctx } from '#platform/context.ts'
import { createRecord, moveRecord } from '#platform/db/record.ts'
import { AppError } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'
import { settingOf } from '#platform/settings/settings.ts'
import { idNumberOf, maskName, personById, type Person as Resident } from '../../accounts/index.ts'
import { dossiers, type DossierRow } from '../data/dossiers.ts'
import { mergeDoses } from '../domain/merge-doses.ts'
import { isGrownUp } from '../domain/plan.ts'
import type { Person } from '../domain/position.ts'
import { registry, type RegistryHistory } from '../providers/registry.ts'
import { askAgainAfter } from '../settings.ts'

interface Found {
  readonly answer: Omit<Extract<RegistryHistory, { result: 'found' }>, 'result'>
  readonly person: Resident
}

const dossierOf = (ctx: Ctx, personId: string): Promise<DossierRow | null> => dossiers.findOne(ctx, { personId })

/**
 * `again`: the registry is asked however young what stands is. One command while it is young.
 * @throws AppError `registry-unreachable`, `registry-mismatch`, `registry-unknown`
 */
export async function readDossier(ctx: Ctx, personId: string, again = false): Promise<DossierRow> {
  const standing = await dossierOf(ctx, personId)
  const young = ctx.clock.now() - (await settingOf(ctx, askAgainAfter)) * 3_600_000
  if (!again && standing?.state === 'OPEN' && standing.askedAt > young) return standing
  const found = await ask(ctx, personId)
  if (found === null && standing?.state === 'OPEN') return standing
  if (found === null) throw new AppError('registry-unreachable')
  return await keep(ctx, personId, standing, found)
}

/** null: it cannot be reached. */
async function ask(ctx: Ctx, personId: string): Promise<Found | null> {
  const [idNo, person] = [await idNumberOf(ctx, personId), await personById(ctx, personId)]
  if (idNo === null || person === null) throw new AppError('registry-unknown')
  const answer = await ctx.port(registry).historyOf({ requestNo: newId('pnd'), idNo })
  if (answer.result === 'unreachable') return null
  if (answer.result === 'not-found') return { answer: nothingGiven(ctx, idNo), person }
  if (person.birthday !== null && person.birthday !== answer.birthDay) throw new AppError('registry-mismatch')
  return { answer, person }
}

/** Most grown-ups were never entered: what their card says is enough. A child has to be entered by a clinic first (疫苗管理法 47). */
function nothingGiven(ctx: Ctx, idNo: string): Found['answer'] {
  const today = dayOf(ctx.clock.now())
  const card = readIdNumber(idNo, today)
  if (!card.ok) throw new AppError('registry-unknown')
  const { birthday: birthDay, sex } = card.value
  const holder: Person = { birthDay, sex: sex === 'F' ? 'female' : 'male' }
  if (!isGrownUp(holder, today)) throw new AppError('registry-unknown')
  return { ...holder, asOf: ctx.clock.instant(), doses: [] }
}

async function keep(ctx: Ctx, personId: string, standing: DossierRow | null, found: Found): Promise<DossierRow> {
  const { birthDay, sex, asOf } = found.answer
  const { name, villageCode } = found.person
  const who = { name: maskName(name), villageCode, birthDay, sex }
  const content = {
    ...who,
    asOf,
    askedAt: ctx.clock.now(),
    doses: mergeDoses(standing?.doses ?? [], found.answer.doses),
  }
  const note = { doses: content.doses.length }
  if (standing === null) {
    const row = {
      _id: newId('dos'),
      tenant: ctx.tenant,
      state: dossierTable.initial,
      personId,
      ...content,
      bookings: [],
    }
    return await createRecord(ctx, dossiers, row, { act: 'vaccines.open-dossier', note }).catch(
      async (error: unknown) => (await dossierOf(ctx, personId)) ?? raise(error),
    )
  }
  const state: DossierState = 'OPEN'
  const same =
    isDeepStrictEqual(standing.doses, content.doses) && standing.birthDay === birthDay && standing.sex === sex
  const act = same ? 'vaccines.ask-registry' : 'vaccines.change-history'
  const events = same ? [] : [{ name: 'vaccines.history-changed' }]
  const moved = await moveRecord(ctx, dossiers, standing, { state, set: content }, { act, note, events })
  // Somebody asked at the same moment: theirs is as good.
  return moved ?? (await dossierOf(ctx, personId)) ?? standing
}

function raise(error: unknown): never {
  throw error
}
