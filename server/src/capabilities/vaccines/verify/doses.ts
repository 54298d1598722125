/**
 * Doses of ours against bookings, packs and reports: every VACCINATED booking has its one dose, every dose of ours its booking, no place of a pack is given twice,
 * and what was given a day ago is on its way to the registry.
 */
import { givenStates } from '@xlb/shared/vaccines/states.ts'
import type { Ctx } from '#platform/context.ts'
import type { BookingEntry, DossierRow, RegistryDose } from '../data/dossiers.ts'
import { reports } from '../data/reports.ts'
import { isOurs } from '../domain/merge-doses.ts'

const SLOW_MS = 86_400_000

export interface DoseCheck {
  see(dossier: DossierRow): void
  end(): Promise<{ readonly doses: number; readonly reports: number; readonly differences: readonly string[] }>
}

export function checkDoses(ctx: Ctx): DoseCheck {
  const differences: string[] = []
  const packs = new Set<string>()
  const numbers = new Map<string, string>()
  let doses = 0
  return {
    see(dossier) {
      const own = dossier.doses.filter(isOurs)
      doses += own.length
      differences.push(...withoutDose(dossier), ...own.flatMap((dose) => faultsOf(dossier, dose)))
      for (const place of dossier.packs ?? []) {
        if (packs.has(place)) differences.push(`${dossier._id}: a dose of one pack is given twice`)
        packs.add(place)
      }
      for (const { ours } of own) if (isSlow(ctx, dossier, ours.bookingId)) numbers.set(ours.reportNo, dossier._id)
    },
    async end() {
      let count = 0
      for await (const { reportNo } of reports.walk(ctx)) {
        count += 1
        numbers.delete(reportNo)
      }
      const unreported = [...numbers].map(([reportNo, id]) => `${id}: ${reportNo} was never queued for the registry`)
      return { doses, reports: count, differences: [...differences, ...unreported] }
    },
  }
}

const dosesFor = ({ doses }: DossierRow, { id }: BookingEntry): readonly RegistryDose[] =>
  doses.filter((one) => one.ours?.bookingId === id)

function withoutDose(dossier: DossierRow): string[] {
  return dossier.bookings
    .filter((one) => givenStates.includes(one.state) && dosesFor(dossier, one).length !== 1)
    .map((one) => `${one.id}: ${one.state} with ${String(dosesFor(dossier, one).length)} doses`)
}

function faultsOf({ _id, bookings, packs = [] }: DossierRow, { id, ours }: RegistryDose): string[] {
  const booking = bookings.find((one) => one.id === ours?.bookingId)
  const isGiven = booking !== undefined && givenStates.includes(booking.state)
  const hasPack = packs.some((place) => place.startsWith(`${ours?.packCode ?? ''}#`))
  return [
    ...(isGiven ? [] : [`${_id}: the dose ${id} without its booking`]),
    ...(hasPack ? [] : [`${_id}: the dose ${id} without its pack`]),
  ]
}

function isSlow(ctx: Ctx, { bookings }: DossierRow, bookingId: string): boolean {
  const since = bookings.find((one) => one.id === bookingId)?.checkedInAt
  return since !== undefined && ctx.clock.now() - Date.parse(since) > SLOW_MS
}
