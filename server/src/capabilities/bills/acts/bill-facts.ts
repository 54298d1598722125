/** A bill's own facts as they are kept, from what the utility told and the account it is for. */
import type { Utility } from '@xlb/shared/bills/contract.ts'
import { maskName } from '../../accounts/index.ts'
import type { BillRow } from '../data/bills.ts'
import type { UtilityAccountRow } from '../data/utility-accounts.ts'
import type { ArrivedBill } from '../domain/arrived-bill.ts'
import { maskAddress, maskCode } from '../domain/mask.ts'
import { explain, tariffOf } from '../domain/tariff.ts'

/** `difference`: the utility's figure less ours, fen. */
export function billFacts(utility: Utility, bill: ArrivedBill, account: UtilityAccountRow) {
  const { billNo, accountCode, period, revision, from, to, previousReading, reading, usage, peak, valley } = bill
  const { yearToDate, issuedOn, dueOn } = bill
  const computed = explain(tariffOf(utility, account.householdSize), { yearToDate, usage, peak }).amountFen
  return {
    ...{ billNo, accountCode, period, revision, from, to, previousReading, reading, usage, peak, valley, yearToDate },
    ...{ issuedOn, dueOn, asOf: new Date(bill.asOf).toISOString(), householdSize: account.householdSize },
    ...{ ownerName: maskName(account.ownerName), maskedCode: maskCode(account.code) },
    ...{ maskedAddress: maskAddress(account.address), villageCode: account.villageCode },
    lines: bill.lines.map(({ kind, tier, usage: used, priceTenthFen, amountTenthFen }) => ({
      ...{ kind, tier, usage: used, priceTenthFen },
      amount: Math.round(amountTenthFen / 10),
    })),
    ...{ amount: bill.amountFen, computed, difference: bill.amountFen - computed },
  }
}

type Earlier = Pick<BillRow, 'period' | 'amount' | 'usage' | 'adjusted'>

/** Newest first in, oldest first out, with the figures as they stand after later readings. */
export function historyOf(earlier: readonly Earlier[]): BillRow['history'] {
  return earlier
    .map(({ period, amount, usage, adjusted }) => ({
      period,
      amount: adjusted?.amount ?? amount,
      usage: adjusted?.usage ?? usage,
    }))
    .reverse()
}
