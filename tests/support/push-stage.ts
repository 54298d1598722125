/** A phone that may be told of things: what it allowed, what is told, what arrived. */
import type { SubscribeAnswer, SubscribeTopic } from '@xlb/shared/messages/subscriptions.ts'
import { messages as contract } from '@xlb/shared/messages/contract.ts'
import { expect } from '@jest/globals'
import { accountRows } from '../../server/src/capabilities/accounts/data/accounts.ts'
import { pushes, type PushRow } from '../../server/src/capabilities/messages/data/pushes.ts'
import { pushMessage } from '../../server/src/capabilities/messages/index.ts'
import { worldList, type Resident, type Stage } from './builders.ts'
import { send, type Extras } from './call.ts'
import type { Json } from './json.ts'

const TOPIC: SubscribeTopic = 'bill-due'

export const VALUES = [
  { label: '缴费项目', value: '水费 2026-11 期' },
  { label: '待缴金额', value: '￥84.95' },
  { label: '截止日期', value: '2026年12月5日' },
  { label: '温馨提示', value: '点开看账单' },
]

export const templateIdOf = (stage: Stage): string => stage.house.config.providers.wechat.templates[0]?.id ?? ''

/** To the next time that it is this full hour. */
export async function toHour(stage: Stage, hour: string): Promise<void> {
  const now = stage.ctx().clock.now()
  const day = new Date(now + 8 * 3_600_000).toISOString().slice(0, 10)
  const at = Date.parse(`${day}T${hour}:00:00+08:00`)
  await stage.world.advance((at > now ? at : at + 86_400_000) - now)
}

export const report = (stage: Stage, of: Resident, answer: SubscribeAnswer, extras: Extras = {}) =>
  send(
    stage.url,
    contract.reportSubscription,
    { body: { results: [{ templateId: templateIdOf(stage), answer }] } },
    { token: of.token, ...extras },
  )

export async function leftOf(stage: Stage, of: Resident): Promise<number | undefined> {
  return (await send(stage.url, contract.subscriptions, {}, { token: of.token })).value().items[0]?.left
}

/** On the phone and at the server: one message more. */
export async function allow(stage: Stage, of: Resident): Promise<void> {
  const templateId = templateIdOf(stage)
  const body = { phone: of.phone, templateIds: [templateId], answers: { [templateId]: 'accept' } }
  const answer = await fetch(`${stage.world.url}/phone/api/subscribe`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(answer.status).toBe(200)
  expect((await report(stage, of, 'accept')).status).toBe(200)
}

export async function tell(stage: Stage, of: Resident, source: string, values = VALUES): Promise<void> {
  const link = { route: 'bills.detail', params: { billId: 'bil_00000000000000000000' } }
  await pushMessage(stage.ctx(), { personId: of.personId, topic: TOPIC, source, link, values })
}

export async function pushOf(stage: Stage, of: Resident, source: string): Promise<PushRow | undefined> {
  return (await pushes.find(stage.ctx(), { personId: of.personId, source }))[0]
}

/** What WeChat brought to this person's phone. */
export async function arrivals(stage: Stage, of: Resident): Promise<Json[]> {
  const openid = (await accountRows.findOne(stage.ctx(), { personId: of.personId }))?.openid
  return (await worldList(stage, 'messages')).filter((one) => one['openid'] === openid)
}
