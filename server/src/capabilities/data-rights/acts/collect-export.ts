/** A copy of everything the house holds of a person, section by section; each capability answers for its own and for nobody else's data. */
import { dayOf } from '@xlb/shared/platform/time.ts'
import type { Capability } from '#platform/capability.ts'
import type { Ctx } from '#platform/context.ts'
import { isDuplicateKey } from '#platform/db/proof.ts'
import { createRecord, moveRecord } from '#platform/db/record.ts'
import { AppError } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'
import { settingOf } from '#platform/settings/settings.ts'
import { dataExports } from '../data/exports.ts'
import { exportsADay } from '../settings.ts'

const MOST_TRIES = 5

/** @throws AppError `export-limit` */
export async function collectExport(
  ctx: Ctx,
  capabilities: readonly Capability[],
  personId: string,
): Promise<Readonly<Record<string, unknown>>> {
  await takeOne(ctx, personId)
  const sections: Record<string, unknown> = {}
  for (const { name, personalData } of capabilities)
    for (const [section, value] of Object.entries((await personalData?.exportOf(ctx, personId)) ?? {}))
      sections[`${name}.${section}`] = value
  return sections
}

/** Counted before anything is read; the audit chain takes the export with it. */
async function takeOne(ctx: Ctx, personId: string): Promise<void> {
  const [day, most] = [dayOf(ctx.clock.now()), await settingOf(ctx, exportsADay)]
  for (let tries = 0; tries < MOST_TRIES; tries += 1) if (await wasCounted(ctx, { personId, day, most })) return
  throw new AppError('changed-meanwhile')
}

async function wasCounted(ctx: Ctx, at: { personId: string; day: string; most: number }): Promise<boolean> {
  const { personId, day, most } = at
  const row = await dataExports.findOne(ctx, { personId })
  const count = row?.day === day ? row.count + 1 : 1
  if (count > most) throw new AppError('export-limit')
  const deed = { act: 'data-rights.export', note: { personId, day, count } }
  if (row !== null) return (await moveRecord(ctx, dataExports, row, { set: { day, count } }, deed)) !== null
  const own = { _id: newId('pnd'), tenant: ctx.tenant, state: 'COUNTED' as const }
  try {
    await createRecord(ctx, dataExports, { ...own, personId, day, count }, deed)
    return true
  } catch (error) {
    if (isDuplicateKey(error)) return false
    throw error
  }
}
