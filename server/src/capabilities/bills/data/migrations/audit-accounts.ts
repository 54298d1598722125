/**
 * Utility accounts get a state, a version and whose history begins when. Version 0 says that a record stood before its moves were written down: its first
 * entry is version 1.
 */
import type { Migration } from '#platform/db/migrations.ts'
import { utilityAccounts, type UtilityAccountRow } from '../utility-accounts.ts'

export const auditAccounts: Migration = {
  name: '2026-11-28-audit-utility-accounts',
  async up(db) {
    const rows = db.collection<UtilityAccountRow>(utilityAccounts.spec.name)
    const person = { maskedName: '', viewFrom: null, until: null, lastUsedOn: null }
    const people = { $map: { input: '$people', as: 'one', in: { $mergeObjects: [person, '$$one'] } } }
    const state = { $ifNull: ['$status', 'ACTIVE'] }
    await rows.updateMany({ state: { $exists: false } }, [
      { $set: { state, people, version: 0, ownerSince: null, office: '', stale: true } },
      { $unset: 'status' },
    ])
  },
}
