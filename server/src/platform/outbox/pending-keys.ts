/** Whether anything pending, in any county, still stands under a key: before it is taken away. For the operator only. */
import { nativeDb } from '../db/connection.ts'
import { collections, HOLDS_PENDING } from '../db/collection.ts'

export async function isPendingKeyUsed(kid: string): Promise<boolean> {
  // A MAC of before keys had ids is one of `k0`.
  const named = kid === 'k0' ? '^HS256:(k0:)?[\\w-]{43}$' : `^HS256:${kid}:`
  for (const { name } of collections().filter((spec) => spec.audited)) {
    const row = await nativeDb()
      .collection(name)
      .findOne({ ...HOLDS_PENDING, 'pending.mac': { $regex: named } }, { projection: { _id: 1 } })
    if (row !== null) return true
  }
  return false
}
