/** People of the demonstration who were seeded before persons had ID numbers get theirs. A real county has none of them. */
import { demoPeople } from '@xlb/shared/demo/roster.ts'
import type { Migration } from '#platform/db/migrations.ts'
import { sealedFields } from '#platform/db/sealed.ts'
import { demoId } from '../../seed.ts'
import { persons, type PersonRow } from '../persons.ts'

export const sealDemoIdNumbers: Migration = {
  name: '2026-11-26-seal-demo-id-numbers',
  async up(db) {
    const rows = db.collection<PersonRow>(persons.spec.name)
    for (const one of demoPeople) {
      const key = { _id: demoId('per', one.key), tenant: one.countyCode }
      const set = { birthday: one.birthday, ...sealedFields(persons, key, 'idNo', one.idNo) }
      await rows.updateOne({ ...key, idNoSealed: { $exists: false }, state: { $ne: 'ERASED' } }, { $set: set })
    }
  },
}
