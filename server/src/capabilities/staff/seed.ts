/** The demonstration's officers. Their password and second factor are published, so production gets none of them. */
import { demoStaff } from '@xlb/shared/demo/staff.ts'
import type { Ctx } from '#platform/context.ts'
import { sealedFields } from '#platform/db/sealed.ts'
import { firstVersion } from '#platform/db/record.ts'
import type { House } from '#platform/house.ts'
import { demoId } from '../accounts/index.ts'
import { officers } from './data/officers.ts'

/** Of `DEMO_STAFF_PASSWORD`; made once, for twenty of them would cost each start some seconds. */
const DEMO_HASH = 'scrypt$N=32768,r=8,p=1$zSOXxh3svsduhAqRw8985w$Gj3uCJa3hki575QkFXD-m5UAiU46AmtFTKEaLkOtZd0'

export async function seedStaff(ctx: Ctx, house: House): Promise<void> {
  if (house.config.environment.NODE_ENV === 'production') return
  const now = ctx.clock.now()
  const at = new Date(now).toISOString()
  const rows = demoStaff
    .filter((one) => one.tenant === ctx.tenant)
    .map(({ key, displayName, unitCode, held, totpSecret, personKey }, n) => {
      const id = { _id: demoId('stf', key), tenant: ctx.tenant }
      const row = {
        ...id,
        state: 'ACTIVE' as const,
        username: key,
        displayName,
        unitCode,
        personId: personKey === null ? null : demoId('per', personKey),
        passwordHash: DEMO_HASH,
        passwordChangedAt: at,
        lastStep: 0,
        recovery: [],
        tries: 0,
        lockedUntil: 0,
        held,
        leavingUntil: 0,
        stamp: 1,
        invitation: null,
        // One after the other, as people join: a list by time has no crowd at one instant.
        createdAt: new Date(now - n).toISOString(),
        ...sealedFields(officers, id, 'totp', totpSecret),
      }
      return firstVersion(ctx, officers, row, { act: 'staff.create', note: { state: 'ACTIVE', unitCode } })
    })
  await officers.insertMissing(ctx, rows)
}
