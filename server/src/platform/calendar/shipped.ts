/** What comes with the product: arrangements.json, with the sources of its days and of the office hours. */
import shipped from './arrangements.json' with { type: 'json' }
import { readArrangements, type Arrangement } from './arrangement-file.ts'
import type { OfficeHours } from './working-days.ts'

export function shippedArrangements(): Arrangement[] {
  return readArrangements(JSON.stringify(shipped))
}

/** The hours of a county that set none of its own. */
export const usualOfficeHours: OfficeHours = {
  closesAt: shipped.officeHours.afternoonTo,
  source: shipped.officeHours.note,
}
