/**
 * The demonstration's residents: invented people of the roster, each with the openid of one of the world's phones, and their children, who have no phone.
 */
import { demoChildren } from '@xlb/shared/demo/families.ts'
import { demoPeople, type DemoPerson } from '@xlb/shared/demo/roster.ts'
import { createHash } from 'node:crypto'
import { ID_ALPHABET, ID_LENGTH, type IdPrefix } from '@xlb/shared/platform/ids.ts'
import type { Ctx } from '#platform/context.ts'
import { firstVersion } from '#platform/db/record.ts'
import { sealedFields } from '#platform/db/sealed.ts'
import { freshPerson } from './acts/ensure-person.ts'
import { accountRows, type AccountRow } from './data/accounts.ts'
import { persons, type PersonRow } from './data/persons.ts'
import { maskName } from './domain/mask.ts'

/** The same id at every seed, so that seeding twice changes nothing. */
export function demoId(prefix: IdPrefix, key: string): string {
  const bytes = createHash('sha256').update(`${prefix}:${key}`).digest()
  return `${prefix}_${Array.from(bytes.subarray(0, ID_LENGTH), (byte) => ID_ALPHABET.charAt(byte % 32)).join('')}`
}

export async function seedAccounts(ctx: Ctx): Promise<void> {
  const ofCounty = <T extends { countyCode: string }>(all: readonly T[]) =>
    all.filter((one) => one.countyCode === ctx.tenant)
  const people = ofCounty(demoPeople)
  const all = [...people, ...ofCounty(demoChildren)]
  await persons.insertMissing(
    ctx,
    all.map((one) => personRow(ctx, one)),
  )
  await accountRows.insertMissing(
    ctx,
    people.map((one) => accountRow(ctx, one)),
  )
}

type Seeded = Pick<DemoPerson, 'key' | 'name' | 'idNo' | 'birthday' | 'villageCode'>

function personRow(ctx: Ctx, { key, name, idNo, birthday, villageCode }: Seeded): PersonRow {
  const document = { kind: 'id-card' as const, number: idNo }
  const facts = { name, document, birthday, villageCode, verified: 'source' as const }
  const fresh = freshPerson(ctx, facts, demoId('per', key))
  return firstVersion(ctx, persons, fresh, { act: 'accounts.enter-person', note: { verified: 'source' } })
}

function accountRow(ctx: Ctx, one: DemoPerson): AccountRow {
  const key = { _id: demoId('acc', one.key), tenant: ctx.tenant }
  const personId = demoId('per', one.key)
  return firstVersion(
    ctx,
    accountRows,
    {
      ...key,
      state: 'BOUND',
      openid: one.openid,
      personId,
      maskedName: maskName(one.name),
      verified: 'source',
      villageCode: one.villageCode,
      view: 'standard',
      createdAt: ctx.clock.instant(),
      ...sealedFields(accountRows, key, 'phone', one.phone),
    },
    { act: 'accounts.bind', note: { person: personId } },
  )
}
