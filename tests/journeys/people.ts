/** What the journeys of people and offices share: the two views, the way in, and what every page they pass must be. */
import { expect } from '@jest/globals'
import type { DemoPerson } from '@xlb/shared/demo/roster.ts'
import type { Phone } from './phone.ts'
import { until, type Stage } from './stage.ts'

export interface View {
  readonly name: 'standard' | 'elder'
  readonly words: string
  /** Home's switch to the other view: the words tell which one this is. */
  readonly other: string
  readonly picture: (name: string) => string
}

export const standard: View = { name: 'standard', words: '标准版', other: '长辈版', picture: (name) => name }
export const elder: View = {
  name: 'elder',
  words: '长辈版',
  other: '换标准版',
  picture: (name) => `${name}-elder`,
}

/** Without a view nothing is tapped: the account's own is shown. */
export async function signIn(phone: Phone, county: RegExp, { key }: DemoPerson, view?: View): Promise<void> {
  await phone.tap('微信登录')
  await phone.tap(county)
  if (view !== undefined) await phone.tap(new RegExp(view.words))
  await phone.tap('微信登录')
  await phone.sheet().locator(`#phone-${key}`).tap()
}

/** The page as it stands is fit for everybody; its picture is kept where it has a name. */
export async function lookAt(phone: Phone, picture?: string): Promise<void> {
  if (picture !== undefined) await phone.picture(picture)
  expect(await phone.faults()).toEqual([])
}

/** From 我的 to the page of this row, and what it says there. */
export async function fromMe(phone: Phone, row: string, words: string | RegExp): Promise<void> {
  await phone.tap(new RegExp(`^${row}`))
  await phone.see(words)
}

/** The same, for what changed a moment ago: a page asked for twice within two seconds asks once, so people look again until it stands there. */
export async function fromMeUntil(phone: Phone, row: string, any: RegExp, words: string): Promise<void> {
  await until(`${row} says ${words}`, async () => {
    await fromMe(phone, row, any)
    if ((await phone.screen()).includes(words)) return true
    await backToMe(phone)
    return false
  })
}

export async function backToMe(phone: Phone): Promise<void> {
  await phone.tap('返回')
  await phone.see('我和家人')
}

export interface Row {
  readonly _id: string
  readonly state?: string
  readonly personId?: string | null
}

export const rowsOf = (stage: Stage, name: string) => stage.db.collection<Row & Record<string, unknown>>(name)

/** The account of this WeChat in the county, null before its first sign-in there. */
export async function accountOf(stage: Stage, tenant: string, { openid }: DemoPerson) {
  return await rowsOf(stage, 'accounts').findOne({ tenant, openid })
}

/** What the phone would send: the token of its session, '' when it keeps none. */
export async function tokenOf(phone: Phone): Promise<string> {
  return /\\*"token\\*":\\*"([^"\\]+)/.exec(await phone.kept())?.[1] ?? ''
}

/** How the API answers that token. */
export async function statusOf(stage: Stage, path: string, token: string): Promise<number> {
  const { status } = await fetch(`${stage.urls.api}${path}`, { headers: { authorization: `Bearer ${token}` } })
  return status
}

/** The county's clock and the world's stand at this instant from now on. */
export async function setClock(stage: Stage, instant: string): Promise<void> {
  await stage.control('clock', { offsetMs: Date.parse(instant) - Date.now() })
}

/** The six digits on the phone, after the tap that asks for them. */
export async function showCounterCode(phone: Phone): Promise<string> {
  await phone.tap('出示窗口码')
  await phone.see(/还能用/)
  return (
    /(\d{3}) (\d{3})/
      .exec(await phone.screen())
      ?.slice(1)
      .join('') ?? ''
  )
}
