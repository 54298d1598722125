/**
 * The demonstration's families: every second child stands with its guardians, so that a parent sees one at once; the others are there to be added by
 * hand. Only what the world's register knows is seeded, and its guardians agreed to the use of the child's data.
 */
import { demoChildren, type DemoChild, type DemoGuardian } from '@xlb/shared/demo/families.ts'
import { demoPerson } from '@xlb/shared/demo/roster.ts'
import type { Ctx } from '#platform/context.ts'
import { firstVersion } from '#platform/db/record.ts'
import { demoId, ensurePerson, maskName } from '../accounts/index.ts'
import { seedConsents } from '../data-rights/index.ts'
import { daysOf, NOTHING_YET } from './acts/keep-guardianship.ts'
import { guardianships, type GuardianshipRow } from './data/guardianships.ts'

const APPOINTED_ON = '2025-01-01'

export async function seedFamilies(ctx: Ctx): Promise<void> {
  const shown = demoChildren.filter((one, place) => one.countyCode === ctx.tenant && place % 2 === 0)
  const keys = new Set<string>()
  for (const child of shown) {
    const proven = child.guardians.filter((one) => one.knownToBureau && one.endedOn === undefined)
    if (proven.length === 0) continue
    const { name, idNo, birthday, villageCode } = child
    const person = await ensurePerson(ctx, { name, idNo, birthday, villageCode, verified: 'source' })
    await guardianships.insertMissing(
      ctx,
      proven.map((guardian) => rowOf(ctx, child, person.id, guardian)),
    )
    for (const { personKey } of proven) keys.add(personKey)
  }
  const people = [...keys].map((key) => ({ accountId: demoId('acc', key), personId: demoId('per', key) }))
  await seedConsents(ctx, 'child-data', people)
}

function rowOf(
  ctx: Ctx,
  child: DemoChild,
  childPersonId: string,
  { personKey, relation }: DemoGuardian,
): GuardianshipRow {
  const parent = relation === 'mother' || relation === 'father'
  const row = {
    ...{ _id: demoId('gua', `${child.key}:${personKey}`), tenant: ctx.tenant, ...NOTHING_YET },
    ...{ state: 'ACTIVE' as const, open: true, proof: 'source' as const, relation },
    ...{ guardianPersonId: demoId('per', personKey), childPersonId, childKey: childPersonId },
    guardianMasked: maskName(demoPerson(personKey).name),
    childMasked: maskName(child.name),
    since: parent ? child.birthday : APPOINTED_ON,
    createdAt: ctx.clock.instant(),
    ...daysOf(child.birthday, null),
  }
  return firstVersion(ctx, guardianships, row, { act: 'families.begin', note: { state: 'ACTIVE', proof: 'source' } })
}
