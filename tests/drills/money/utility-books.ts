/** What the three companies have in their books, in one form. */
import { fieldsIn, objectsIn } from '../../support/json.ts'
import type { Stage } from '../kill-payment/stage.ts'

export interface Posted {
  readonly postingNo: string
  /** County and bill: what may be posted once. */
  readonly bill: string
  /** How often it was asked for under this number. */
  readonly asked: number
}

const LISTS = [
  { path: 'postings', stands: 'POSTED' },
  { path: 'power/postings', stands: 'POSTED' },
  { path: 'gas/postings', stands: 'done' },
] as const

export async function worldList(stage: Stage, path: string) {
  return objectsIn(fieldsIn(await (await fetch(`${stage.urls.world}/control/api/${path}`)).json())['items'])
}

/** Everything that stands posted; reversed and refused ones are left out. */
export async function postingsOf(stage: Stage): Promise<Posted[]> {
  const found: Posted[] = []
  for (const { path, stands } of LISTS)
    for (const row of await worldList(stage, path)) {
      if ((row['status'] ?? row['state']) !== stands) continue
      const posted = { postingNo: String(row['postingNo']), asked: Number(row['asked']) }
      found.push({ ...posted, bill: `${String(row['tenant'])} ${String(row['billNo'])}` })
      if (row['secondRef'] !== undefined) found.push({ ...posted, bill: `${String(row['tenant'])} twice` })
    }
  return found
}

/** Bills that a company booked more than once. */
export async function doublePostings(stage: Stage): Promise<string[]> {
  const bills = (await postingsOf(stage)).map(({ bill }) => bill)
  return bills.filter((bill, at) => bills.indexOf(bill) !== at).map((bill) => `posted twice: ${bill}`)
}
