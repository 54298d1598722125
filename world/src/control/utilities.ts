/** The control desk's hand on the companies of water, electricity and gas: their books as lists, a new bill, a new reading, the night. */
import * as z from 'zod'
import { issueGasBill, rereadGasBill } from '../gas/company.ts'
import { decideDue } from '../gas/postings.ts'
import { issuePowerBill, rereadPowerBill } from '../power/company.ts'
import { nightNow } from '../power/night.ts'
import type { World } from '../state.ts'
import { issueBill, rereadBill } from '../water/company.ts'

const usage = z.number().int().min(0).max(100_000)
const period = z
  .string()
  .regex(/^20\d{2}-(?:0[1-9]|1[0-2])$/)
  .optional()
const issued = { tenant: z.string(), accountCode: z.string(), period }
const reread = { tenant: z.string(), billNo: z.string() }
const cubic = { usageM3: usage }
const current = { usageKWh: usage, peakKWh: usage.optional() }
const issueCubic = z.strictObject({ ...issued, ...cubic })
const rereadCubic = z.strictObject({ ...reread, ...cubic })
const issueCurrent = z.strictObject({ ...issued, ...current })
const rereadCurrent = z.strictObject({ ...reread, ...current })
const nothing = z.strictObject({})

type Act = (body: unknown) => unknown

/** By path below `/control/api/`, what a POST there does. RangeError and ZodError are the refusals. */
export function utilityActions(world: World): Readonly<Record<string, Act>> {
  return {
    'bills/issue': (body) => {
      const asked = issueCubic.parse(body)
      return issueBill(world, asked.tenant, asked.accountCode, asked.usageM3, asked.period)
    },
    'bills/reread': (body) => {
      const asked = rereadCubic.parse(body)
      return rereadBill(world, asked.tenant, asked.billNo, asked.usageM3)
    },
    'power/issue': (body) => issuePowerBill(world, issueCurrent.parse(body)),
    'power/reread': (body) => rereadPowerBill(world, rereadCurrent.parse(body)),
    'power/night': (body) => {
      nothing.parse(body)
      return { files: nightNow(world) }
    },
    'gas/issue': (body) => issueGasBill(world, issueCubic.parse(body)),
    'gas/reread': (body) => rereadGasBill(world, rereadCubic.parse(body)),
  }
}

function filesOf(world: World): unknown[] {
  const made = world.powerFiles.all().map(({ text, ...file }) => ({ ...file, bytes: Buffer.byteLength(text) }))
  const handed = world.handedIn
    .all()
    .map(({ text, ...file }) => ({ ...file, kind: 'payments', bytes: Buffer.byteLength(text) }))
  return [...made, ...handed]
}

function gasPostingsOf(world: World): unknown[] {
  decideDue(world)
  return world.gasPostings.all()
}

/** By path below `/control/api/`, what a GET there lists. */
export function utilityLists(world: World): Readonly<Record<string, () => unknown[]>> {
  return {
    bills: () => world.bills.all(),
    'power/bills': () => world.powerBills.all(),
    'power/postings': () => world.powerPostings.all(),
    'power/files': () => filesOf(world),
    'gas/bills': () => world.gasBills.all(),
    'gas/postings': () => gasPostingsOf(world),
  }
}

/** What the control page shows of them. */
export function utilityState(world: World): Readonly<Record<string, unknown>> {
  return {
    powerPostings: world.powerPostings.all(),
    powerFiles: filesOf(world),
    gasPostings: gasPostingsOf(world),
  }
}
