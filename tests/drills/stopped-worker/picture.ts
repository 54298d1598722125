/** Everything that a late worker could write about these bills. */
import type { Stage } from '../kill-payment/stage.ts'
import { postingsOf } from '../money/utility-books.ts'

export interface Picture {
  /** By id: bills, orders, the outbox's rows about them, as text. */
  readonly rows: ReadonlyMap<string, string>
  readonly chained: number
  readonly entries: number
  readonly receipts: number
  readonly messages: number
  readonly postings: number
  /** How often the companies were asked for these postings. */
  readonly asked: number
  /** Of the chains' leases, all counties together: higher by one whenever one changes hands. */
  readonly fence: number
}

export async function pictureOf(stage: Stage, billIds: readonly string[]): Promise<Picture> {
  const { bills, orders, outbox, chain, receipts } = stage.db
  const [mine, paid] = [
    await bills.find({ _id: { $in: [...billIds] } }).toArray(),
    await orders.find({ 'subjects.id': { $in: [...billIds] } }).toArray(),
  ]
  const ids = [...mine, ...paid].map(({ _id }) => _id)
  const told = await outbox.find({ recordId: { $in: ids } }).toArray()
  const numbers = new Set(paid.map(({ no }) => no))
  const postings = (await postingsOf(stage)).filter(({ postingNo }) => numbers.has(postingNo))
  const leases = await stage.raw.collection('leases').find({ name: 'audit-sequencer' }).toArray()
  const count = (collection: string, filter: Record<string, unknown>) =>
    stage.raw.collection(collection).countDocuments(filter)
  return {
    rows: new Map([...mine, ...paid, ...told].map((row) => [row._id, JSON.stringify(row)])),
    chained: await chain.countDocuments({ recordId: { $in: ids } }),
    entries: await count('ledgerEntries', { orderId: { $in: ids } }),
    receipts: await receipts.countDocuments({ orderId: { $in: ids } }),
    messages: await count('messages', { source: { $in: paid.map(({ _id }) => `payments.receipted:${_id}`) } }),
    postings: postings.length,
    asked: postings.reduce((sum, one) => sum + one.asked, 0),
    fence: leases.reduce((sum, one) => sum + Number(one['fence']), 0),
  }
}
