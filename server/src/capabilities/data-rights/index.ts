/**
 * data-rights: what residents agreed to, who looked at their data, a copy of it, its deletion. Promises: a use without a standing consent is refused at
 * the next request; a look is told to its person; a deletion is carried out once more after a restore. Collects export and deletion from all capabilities.
 */
import type { Capability } from '#platform/capability.ts'
import type { Ctx } from '#platform/context.ts'
import type { House } from '#platform/house.ts'
import { ledgerBeside } from '#platform/audit/outside-ledger.ts'
import { carryOutErasures, eraseAgain } from './acts/carry-out-erasures.ts'
import { CONSENT_ANSWERED } from './acts/answer-consent.ts'
import { CONSENT_LEDGER, holdWithdrawals, noteAnswer } from './acts/hold-withdrawals.ts'
import { tellOfErasure } from './acts/tell-of-erasure.ts'
import { ERASURE_LEDGER } from './data/erasure-ledger.ts'
import { agreementRoute, dataRightsRoutes } from './http.ts'
import { personalData } from './personal-data.ts'
import { dataRightsRetention } from './retention.ts'

export { giveConsent, refuseOldVersion } from './acts/answer-consent.ts'
export { consentStands } from './acts/read-consents.ts'
export { carryConsents } from './acts/carry-consents.ts'
export { seedConsents } from './seed.ts'

let house: House | null = null

function theHouse(): House {
  if (house === null) throw new Error('data-rights was used before the house was built')
  return house
}

const all = () => theHouse().capabilities

const ledger = (name: string) => ledgerBeside(theHouse(), name)

export const dataRights: Capability = {
  name: 'data-rights',
  routes: [...dataRightsRoutes(all), agreementRoute(theHouse)],
  jobs: [
    {
      name: 'carry-out-erasures',
      every: '10 minutes',
      run: (ctx: Ctx) => carryOutErasures(ctx, all(), ledger(ERASURE_LEDGER)),
    },
  ],
  subscribers: [
    {
      name: 'tell-of-erasure',
      event: 'data-rights.erasure-requested',
      handle: (ctx, { recordId }) => tellOfErasure(ctx, 'requested', recordId),
    },
    {
      name: 'tell-of-erasure',
      event: 'data-rights.erasure-cancelled',
      handle: (ctx, { recordId }) => tellOfErasure(ctx, 'cancelled', recordId),
    },
    {
      name: 'note-consent',
      event: CONSENT_ANSWERED,
      handle: (ctx, { recordId }) => noteAnswer(ctx, ledger(CONSENT_LEDGER), recordId),
    },
  ],
  start: (built) => {
    house = built
  },
  afterRestore: async (ctx, backupAt) => ({
    ...(await eraseAgain(ctx, all(), ledger(ERASURE_LEDGER))),
    ...(await holdWithdrawals(ctx, ledger(CONSENT_LEDGER), backupAt)),
  }),
  retention: dataRightsRetention,
  personalData,
}
