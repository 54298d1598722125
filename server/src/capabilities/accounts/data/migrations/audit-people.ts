/**
 * Persons and accounts get a state and a version. Version 0 says that a record stood before its moves were written down: its first entry is
 * version 1. Whose real name the demonstration's register vouches for is known; of anybody else nothing is claimed.
 */
import { demoPeople } from '@xlb/shared/demo/roster.ts'
import type { Migration } from '#platform/db/migrations.ts'
import { demoId } from '../../seed.ts'
import { accountRows, type AccountRow } from '../accounts.ts'
import { persons, type PersonRow } from '../persons.ts'

export const auditPeople: Migration = {
  name: '2026-11-27-audit-people',
  async up(db) {
    const people = db.collection<PersonRow>(persons.spec.name)
    const accounts = db.collection<AccountRow>(accountRows.spec.name)
    const vouched = demoPeople.map((one) => demoId('per', one.key))
    const old = { state: { $exists: false } }
    await people.updateMany(old, { $set: { state: 'LIVING', version: 0, verified: null } })
    const nobody = { ...old, personId: null }
    await accounts.updateMany(nobody, { $set: { state: 'UNBOUND', version: 0, verified: null } })
    await accounts.updateMany(old, { $set: { state: 'BOUND', version: 0, verified: null } })
    const demo = { version: 0, verified: null }
    await people.updateMany({ ...demo, _id: { $in: vouched } }, { $set: { verified: 'source' } })
    await accounts.updateMany({ ...demo, personId: { $in: vouched } }, { $set: { verified: 'source' } })
  },
}
