/**
 * families: who is a child's guardian. Promises: a right is judged at the moment of use by its proof, its dates and the child's birthday; it stands in the
 * database only after a source or two officers proved it; both sides see it. Refuses what no source knows, and every child that is not one's own.
 */
import type { Capability } from '#platform/capability.ts'
import { ledgerBeside, type Ledger } from '#platform/audit/outside-ledger.ts'
import type { Ctx } from '#platform/context.ts'
import type { House } from '#platform/house.ts'
import { enterGuardianship } from './acts/approve-guardianship.ts'
import { GUARDIANSHIP_LEDGER, holdEndings, noteEnded } from './acts/hold-endings.ts'
import { related } from './acts/judge-right.ts'
import { endDueGuardianships, refuseOrphans } from './acts/put-away.ts'
import { revokeGuardianship } from './acts/revoke-guardianship.ts'
import { tellFamily, tellOfBirthdays } from './acts/tell-family.ts'
import { familyRoutes } from './http.ts'
import { personalData } from './personal-data.ts'
import { familiesRetention } from './retention.ts'
import { seedFamilies } from './seed.ts'

export { recordProvenGuardianships } from './acts/record-guardianships.ts'
export {
  childrenOf,
  familyOf,
  guardiansOf,
  guardianshipOf,
  guardianshipStage,
  standsAmong,
} from './acts/judge-right.ts'
export type { GuardianshipRow } from './data/guardianships.ts'

async function endGuardianships(ctx: Ctx): Promise<void> {
  await endDueGuardianships(ctx)
  await tellOfBirthdays(ctx)
  await refuseOrphans(ctx)
}

let house: House | null = null

function ledger(): Ledger {
  if (house === null) throw new Error('families was used before the house was built')
  return ledgerBeside(house, GUARDIANSHIP_LEDGER)
}

export const families: Capability = {
  name: 'families',
  routes: familyRoutes,
  jobs: [{ name: 'end-guardianships', every: '1 hour', run: endGuardianships }],
  subscribers: [
    ...(['begun', 'ended', 'refused'] as const).map((occasion) => ({
      name: 'tell-family',
      event: `families.${occasion}`,
      handle: (ctx: Ctx, { recordId }: { recordId: string }) => tellFamily(ctx, occasion, recordId),
    })),
    { name: 'note-ended', event: 'families.ended', handle: (ctx, { recordId }) => noteEnded(ctx, ledger(), recordId) },
  ],
  start: (built) => {
    house = built
  },
  afterRestore: (ctx, backupAt) => holdEndings(ctx, ledger(), backupAt),
  approvals: [enterGuardianship, revokeGuardianship],
  related,
  retention: familiesRetention,
  personalData,
  seed: seedFamilies,
}
