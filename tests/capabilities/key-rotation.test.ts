/** HARDENING drill 14 for fields: keys change while people read and register; then the old one is taken away. */
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { demoPeople } from '@xlb/shared/demo/roster.ts'
import { idCheckCharacter } from '@xlb/shared/platform/id-number.ts'
import { demoId, findPersonByIdNo } from '../../server/src/capabilities/accounts/index.ts'
import { persons, type PersonRow } from '../../server/src/capabilities/accounts/data/persons.ts'
import { blindIndexes, sealField, type FieldKeys } from '../../server/src/platform/crypto/field.ts'
import { fieldKeyring, fieldKeyringOf, fieldKeysOf } from '../../server/src/platform/crypto/field-keys.ts'
import { followKeys } from '../../server/src/platform/crypto/key-file.ts'
import { readKeys } from '../../server/src/platform/crypto/keys.ts'
import { retireFieldKey, rotateFieldKeys } from '../../server/src/platform/crypto/rotate-keys.ts'
import { nativeDb } from '../../server/src/platform/db/connection.ts'
import { openSealed, rewrapBatch, sealedFields, sealedPlaces } from '../../server/src/platform/db/sealed.ts'
import { fieldsIn } from '../support/json.ts'
import { SUICHANG, type TestApp } from '../support/app.ts'
import { startAppWith } from '../support/seed-only.ts'

const people = demoPeople.filter((one) => one.countyCode === SUICHANG)
let app: TestApp | undefined

/** A fresh product each time: keys are not changed back. */
async function freshApp(): Promise<TestApp> {
  await app?.stop()
  app = await startAppWith(['organisations', 'accounts'])
  return app
}
let now: TestApp
beforeEach(async () => {
  now = await freshApp()
})
afterAll(() => app?.stop())

const keysFile = () => now.house.config.environment.XLB_KEYS_FILE
const presentKeys = (): FieldKeys => fieldKeysOf(readKeys(keysFile()))
const rows = async (): Promise<PersonRow[]> => await persons.find(now.ctx(), {}, { sort: { _id: 1 } })
const kidsInUse = async () => [...new Set((await rows()).map((row) => row.idNoKid))].sort()
const untilSeen = () => sleep(1_050)

/** Everybody is found and opens: what reading means here. */
async function expectAllReadable(): Promise<void> {
  for (const one of people) {
    const found = await findPersonByIdNo(now.ctx(), one.idNo)
    expect(found?.name).toBe(one.name)
    const row = await persons.findOne(now.ctx(), { _id: found?.id ?? '' })
    const key = { _id: row?._id ?? '', tenant: SUICHANG }
    expect(openSealed(persons, key, 'idNo', row?.idNoSealed ?? '')).toBe(one.idNo)
  }
}

/** Reads and registers without a pause until told to stop; one failure fails the test. */
function keepBusy(): () => Promise<number> {
  let stopped = false
  const isStopped = (): boolean => stopped
  const run = async () => {
    let rounds = 0
    while (!isStopped()) {
      await expectAllReadable()
      const first17 = `33010219800101${String(rounds).padStart(3, '0')}`
      const row = rowUnder(presentKeys(), `busy-${String(rounds)}`, first17 + idCheckCharacter(first17))
      const fields = sealedFields(persons, row, 'idNo', first17 + idCheckCharacter(first17))
      await persons.insert(now.ctx(), { ...row, ...fields })
      rounds += 1
    }
    return rounds
  }
  const running = run()
  return async () => {
    stopped = true
    return await running
  }
}

const left = async (): Promise<number> => {
  const { values } = await now.house.metrics.oldKeyRows.get()
  return values.reduce((sum, { value }) => sum + value, 0)
}

/** A row as a process writes it that knows just these keys. */
function rowUnder(keys: FieldKeys, key: string, idNo: string): PersonRow {
  const _id = demoId('per', key)
  return {
    _id,
    tenant: SUICHANG,
    state: 'LIVING',
    version: 0,
    verified: null,
    name: '测试',
    villageCode: '331123002204',
    createdAt: '2026-11-26T00:00:00.000Z',
    idNoSealed: sealField(keys, { tenant: SUICHANG, collection: 'persons', id: _id, field: 'idNo' }, idNo),
    idNoBlind: blindIndexes(keys, { tenant: SUICHANG, purpose: 'id-number' }, idNo),
    idNoKid: keys[0].kid,
  }
}

describe('a change of field keys', () => {
  test('goes unnoticed by those who read and register all the while', async () => {
    const stop = keepBusy()
    const kid = await rotateFieldKeys(now.house)
    await untilSeen()
    await now.work(['rewrap-fields'])
    await retireFieldKey(now.house, 'k0')
    await untilSeen()
    expect(await stop()).toBeGreaterThan(2)
    expect(await kidsInUse()).toEqual([kid])
    expect(JSON.stringify(await rows())).not.toContain(':k0:')
  })

  test('is read through before, between batches and after, and ends with the old key gone', async () => {
    expect(await kidsInUse()).toEqual(['k0'])
    await expectAllReadable()
    const kid = await rotateFieldKeys(now.house)
    expect(statSync(keysFile()).mode & 0o777).toBe(0o600)
    await untilSeen()
    await expectAllReadable()

    const place = sealedPlaces().find(({ spec }) => spec.name === 'persons')
    if (place === undefined) throw new Error('persons seals nothing')
    const batch = await rewrapBatch(now.ctx(), place, { kid: 'k0', after: '', limit: 7 })
    expect([batch.moved, batch.refused, (await kidsInUse()).length]).toEqual([7, [], 2])
    await expectAllReadable()

    await now.work(['rewrap-fields'])
    expect([await kidsInUse(), await left()]).toEqual([[kid], 0])
    await expectAllReadable()

    const old = presentKeys().filter((key) => key.kid === 'k0')
    await retireFieldKey(now.house, 'k0')
    await untilSeen()
    await expectAllReadable()
    expect(
      fieldKeyring()
        .keys()
        .map((key) => key.kid),
    ).toEqual([kid])
    expect(JSON.stringify(await rows())).not.toContain(':k0:')
    expect(JSON.stringify(fieldsIn(JSON.parse(readFileSync(keysFile(), 'utf8'))))).not.toContain('"fieldKey"')
    const [gone] = old
    if (gone === undefined) throw new Error('the old key was not there')
    const stale = rowUnder([gone], 'stale', '11010519491231002X')
    expect(() => openSealed(persons, stale, 'idNo', stale.idNoSealed ?? '')).toThrow('unknown-key')
  })

  test('does not let one person in twice, by a process that knows the new key and one that does not', async () => {
    const before = presentKeys()
    await rotateFieldKeys(now.house)
    const during = presentKeys()
    const [idNo, other] = ['11010519491231002X', '110105194912310011']
    await persons.insert(now.ctx(), rowUnder(before, 'a', idNo))
    await expect(persons.insert(now.ctx(), rowUnder(during, 'b', idNo))).rejects.toMatchObject({ code: 11000 })
    await persons.insert(now.ctx(), rowUnder(during, 'c', other))
    await expect(persons.insert(now.ctx(), rowUnder(before, 'd', other))).rejects.toMatchObject({ code: 11000 })
  })

  test('reaches a process that meets a text of a key it has not seen yet', async () => {
    const late = fieldKeyringOf(followKeys(keysFile(), readKeys(keysFile()), () => undefined))
    late.keys()
    await rotateFieldKeys(now.house)
    const row = rowUnder(presentKeys(), 'early', '11010519491231002X')
    const place = { tenant: SUICHANG, collection: 'persons', id: row._id, field: 'idNo' }
    expect(late.open(place, row.idNoSealed ?? '')).toBe('11010519491231002X')
  })

  test('leaves a row that somebody wrote meanwhile as they wrote it', async () => {
    await rotateFieldKeys(now.house)
    await untilSeen()
    const [first] = await rows()
    const fresh = rowUnder(presentKeys(), 'whatever', '11010519491231002X')
    const place = sealedPlaces().find(({ spec }) => spec.name === 'persons')
    if (place === undefined || first === undefined) throw new Error('persons seals nothing')
    const write = { idNoSealed: fresh.idNoSealed ?? '', idNoBlind: fresh.idNoBlind ?? [], idNoKid: fresh.idNoKid ?? '' }
    const find = persons.find.bind(persons)
    // The other write falls exactly between the batch's read and its own write.
    jest.spyOn(persons, 'find').mockImplementationOnce(async (...asked) => {
      const found = await find(...asked)
      await persons.update(now.ctx(), { _id: first._id }, { $set: write })
      return found
    })
    expect((await rewrapBatch(now.ctx(), place, { kid: 'k0', after: '', limit: 1 })).refused).toEqual([])
    const after = await persons.findOne(now.ctx(), { _id: first._id })
    expect(after?.idNoSealed).toBe(write.idNoSealed)
  })

  test('sets aside a row that does not open, tells of it, and moves all others', async () => {
    const first = (await rows()).find((row) => row.idNoKid !== undefined)
    if (first === undefined) throw new Error('nobody was seeded')
    const broken = `${(first.idNoSealed ?? '').slice(0, -4)}AAAA`
    await persons.update(now.ctx(), { _id: first._id }, { $set: { idNoSealed: broken } })
    await rotateFieldKeys(now.house)
    await untilSeen()
    await now.work(['rewrap-fields'])
    expect(await left()).toBe(1)
    const { values } = await now.house.metrics.events.get()
    expect(values.find(({ labels }) => labels.name === 'sealed-field-refused')?.value).toBeGreaterThan(0)
    await expect(retireFieldKey(now.house, 'k0')).rejects.toThrow('还有数据在用密钥 k0')
  })
})

describe('retiring a key', () => {
  test('is refused for the present one, an unknown one, and one that a row of any county is under', async () => {
    const before = readFileSync(keysFile(), 'utf8')
    await expect(retireFieldKey(now.house, 'k0')).rejects.toThrow('正在使用')
    await expect(retireFieldKey(now.house, 'k9')).rejects.toThrow('没有编号为 k9')
    expect(readFileSync(keysFile(), 'utf8')).toBe(before)
    const kid = await rotateFieldKeys(now.house)
    await untilSeen()
    await now.work(['rewrap-fields'])
    const elsewhere = { ...rowUnder(presentKeys(), 'elsewhere', '11010519491231002X'), tenant: '990000', idNoKid: 'k0' }
    await nativeDb()
      .collection<{ _id: string }>('persons')
      .insertOne({ ...elsewhere })
    await expect(retireFieldKey(now.house, 'k0')).rejects.toThrow('还有数据在用密钥 k0')
    expect(readKeys(keysFile()).fieldKeys.map((key) => key.kid)).toEqual([kid, 'k0'])
  })
})

describe('the key file', () => {
  test('changed twice on one day gives two ids', async () => {
    const [one, two] = [await rotateFieldKeys(now.house), await rotateFieldKeys(now.house)]
    expect(two).toBe(`${one}-2`)
    expect(presentKeys().map((key) => key.kid)).toEqual([two, one, 'k0'])
    await untilSeen()
    await now.work(['rewrap-fields'])
    await retireFieldKey(now.house, one)
    // An id that was retired never comes back: old backups name it.
    expect(await rotateFieldKeys(now.house)).toBe(`${one}-3`)
  })

  test('that cannot be read leaves the keys known so far, says so, and quotes nothing of it', async () => {
    const sound = readFileSync(keysFile(), 'utf8')
    writeFileSync(keysFile(), sound.slice(0, 100))
    await untilSeen()
    await expectAllReadable()
    const { values } = await now.house.metrics.events.get()
    expect(values.find(({ labels }) => labels.name === 'keys-unreadable')?.value).toBeGreaterThan(0)
  })
})
