/** One line a capability. */
import type { Manifest } from '../platform/nav/manifest.ts'
import { accounts } from './accounts/manifest.ts'
import { bills } from './bills/manifest.ts'
import { dataRights } from './data-rights/manifest.ts'
import { families } from './families/manifest.ts'
import { payments } from './payments/manifest.ts'
import { vaccines } from './vaccines/manifest.ts'

export const registry: readonly Manifest[] = [bills, payments, vaccines, families, accounts, dataRights]
