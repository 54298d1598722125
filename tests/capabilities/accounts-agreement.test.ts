/** accounts over HTTP: the service agreement is shown before the sign-in and kept with it, by version. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { accounts } from '@xlb/shared/accounts/contract.ts'
import { dataRights, type Consent } from '@xlb/shared/data-rights/contract.ts'
import { demoPerson } from '@xlb/shared/demo/roster.ts'
import { consents } from '../../server/src/capabilities/data-rights/data/consents.ts'
import {
  openAccountsStage,
  outcome,
  SONGYANG,
  SUICHANG,
  typedOf,
  verify,
  type AccountsStage,
} from '../support/accounts-stage.ts'
import { fieldsOf, send, sendAny } from '../support/call.ts'
import { countRows } from '../support/snapshot.ts'

let stage: AccountsStage

beforeAll(async () => {
  stage = await openAccountsStage()
})
afterAll(() => stage.stop())

const read = (tenant: string) => send(stage.url, dataRights.agreement, { params: { tenant } })
const signIn = async (key: string, agreement?: string) => {
  const code = await stage.world.loginCode(key)
  const body = { code, tenant: SONGYANG, client: 'h5' as const, ...(agreement === undefined ? {} : { agreement }) }
  return await send(stage.url, accounts.signIn, { body })
}
async function agreementOf(token: string): Promise<Pick<Consent, 'state' | 'givenVersion'>> {
  const { items } = (await send(stage.url, dataRights.consents, {}, { token })).value()
  const found = items.find(({ purpose }) => purpose === 'service-agreement')
  return { state: found?.state ?? 'none', givenVersion: found?.givenVersion ?? null }
}
const present = async () => (await read(SONGYANG)).value().version

describe('the agreement', () => {
  test('of a county that is none is unknown', async () => {
    expect(outcome(await read('330000'))).toEqual([404, 'county-unknown'])
    expect((await sendAny(stage.url, dataRights.agreement, { params: { tenant: '../x' } })).status).toBe(400)
  })

  test('is shown to everybody, in the words of their county, as it is shown afterwards', async () => {
    const here = (await read(SONGYANG)).value()
    expect(JSON.stringify(here)).not.toMatch(/[{}]office|[{}]phone/)
    expect((await read(SUICHANG)).value().text).not.toEqual(here.text)
    const token = await stage.signIn('he-haibo', SONGYANG)
    const { items } = (await send(stage.url, dataRights.consents, {}, { token })).value()
    const { version, title, text } = items[0] ?? here
    expect({ version, title, text }).toEqual(here)
  })
})

describe('signing in', () => {
  test('with something that is no version, or with an old one, opens nothing and leaves the code good', async () => {
    const code = await stage.world.loginCode('li-xiaoyan')
    const body = { code, tenant: SONGYANG, client: 'h5' as const }
    const before = await countRows('sessions', { tenant: SONGYANG })
    const bad = await sendAny(stage.url, accounts.signIn, { body: { ...body, agreement: 'yes' } })
    expect(fieldsOf(bad)).toEqual(['body.agreement: wrong-format'])
    const old = await send(stage.url, accounts.signIn, { body: { ...body, agreement: '2020-01-01' } })
    expect(outcome(old)).toEqual([409, 'consent-version-old'])
    expect(await countRows('sessions', { tenant: SONGYANG })).toBe(before)
    expect((await send(stage.url, accounts.signIn, { body })).status).toBe(200)
  })

  test('without it records nothing; with it the version stands in the ledger, once', async () => {
    const first = (await signIn('wang-xiulan')).value()
    expect((await agreementOf(first.token)).state).toBe('none')
    const version = await present()
    for (let n = 0; n < 2; n += 1) {
      const { token } = (await signIn('wang-xiulan', version)).value()
      expect(await agreementOf(token)).toEqual({ state: 'given', givenVersion: version })
    }
    const { _id: holder } = await stage.accountOf('wang-xiulan', SONGYANG)
    const [row] = await consents.find(stage.ctx(SONGYANG), { holder })
    expect(row?.answers).toHaveLength(1)
    const audited = row?.pending?.filter(({ kind }) => kind === 'audit')
    expect(audited?.map(({ name, actor }) => [name, actor])).toEqual([['consents.give', `resident:${holder}`]])
  })

  test('and becoming known later carries it to the person; withdrawn it can be given again', async () => {
    const person = demoPerson('he-weijun')
    const version = await present()
    const { token } = (await signIn(person.key, version)).value()
    await stage.agree(token)
    expect((await verify(stage, token, typedOf(person))).status).toBe(200)
    expect((await agreementOf(token)).state).toBe('given')
    await send(stage.url, dataRights.withdrawConsent, { params: { purpose: 'service-agreement' } }, { token })
    const again = (await signIn(person.key)).value().token
    expect((await agreementOf(again)).state).toBe('withdrawn')
    expect((await agreementOf((await signIn(person.key, version)).value().token)).state).toBe('given')
  })
})
