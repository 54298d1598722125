/** Units from before they could be closed get their state, and the version from which their entries are counted. */
import type { Migration } from '#platform/db/migrations.ts'
import { units, type UnitRow } from '../units.ts'

export const unitsHaveStates: Migration = {
  name: '2026-11-26-units-have-states',
  async up(db) {
    await db
      .collection<UnitRow>(units.spec.name)
      .updateMany({ version: { $exists: false } }, { $set: { state: 'OPEN', version: 0 } })
  },
}
