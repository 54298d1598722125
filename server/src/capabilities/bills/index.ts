/**
 * bills: households' utility accounts at three utilities and their bills. Promises: the amount is the utility's and the page says so; a bill has one live
 * order; a re-read replaces what is open and adjusts what is paid, never edits; a payer sees what is due and nothing of how the household lives. Refuses
 * other people's bills (404), prices from outside, and a later bill before an older one. Pays through payments, as a payable.
 */
import { providePort, type Capability } from '#platform/capability.ts'
import { payableOf, utilityFiles } from '../payments/index.ts'
import { accountRoutes } from './account-http.ts'
import { creditBills, releaseBills, returnBills, settleRefunds } from './acts/follow-order.ts'
import { billPayable } from './acts/payable.ts'
import { postedOn } from './acts/posted-on.ts'
import { counterRoutes } from './counter-http.ts'
import { auditAccounts } from './data/migrations/audit-accounts.ts'
import { billRoutes } from './http.ts'
import { billJobs } from './jobs/index.ts'
import { personalData } from './personal-data.ts'
import { connectCompanies } from './providers/companies.ts'
import { utilityCompanies } from './providers/utility-company.ts'
import { billsRetention } from './retention.ts'
import { billSearchEntries } from './search.ts'
import { seedBills } from './seed.ts'
import { billCards, frequentBills } from './todo.ts'
import { verifyBills } from './verify.ts'

export const bills: Capability = {
  name: 'bills',
  routes: [...billRoutes, ...accountRoutes, ...counterRoutes],
  jobs: billJobs,
  subscribers: [
    { name: 'release-bills', event: 'payments.released', handle: releaseBills },
    { name: 'credit-bills', event: 'payments.credited', handle: creditBills },
    { name: 'return-bills', event: 'payments.suspended', handle: returnBills },
    { name: 'return-bills-again', event: 'payments.suspended-again', handle: returnBills },
    { name: 'settle-credits', event: 'payments.part-returned', handle: settleRefunds },
  ],
  ports: [
    providePort(payableOf('bills'), () => billPayable),
    providePort(utilityFiles, () => ({ postedOn })),
    providePort(utilityCompanies, (config, clock) => connectCompanies(config.providers, () => clock.now())),
  ],
  migrations: [auditAccounts],
  seed: seedBills,
  personalData,
  verify: { bills: verifyBills },
  retention: billsRetention,
  todoCards: billCards,
  frequent: frequentBills,
  searchEntries: billSearchEntries,
}
