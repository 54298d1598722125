/**
 * WeChat's subscribe message (WECHAT.md §1, §3). Says what became of it in the words of the delivery: `unknown` where it may have arrived, and then it is
 * never sent again; `later` only where WeChat certainly did not take it.
 */
import type { SubscribeTopic } from '@xlb/shared/messages/subscriptions.ts'
import type { MessageTemplate } from '#platform/config/config.ts'
import { definePort } from '#platform/context.ts'
import { NotSentError, outsideClient } from '#platform/outside/client.ts'
import { createWechatApi, type WechatHost } from '#platform/wechat/api.ts'
import { WorldError, type WorldAnswer } from '#platform/wechat/fetch-json.ts'

export interface SubscribeMessage {
  readonly openid: string
  readonly templateId: string
  readonly page: string
  /** By key, checked against the value rules. */
  readonly data: Readonly<Record<string, string>>
}

/** `code`: WeChat's errcode, for the log; 0 where there is none. */
export interface SendAnswer {
  readonly outcome: 'accepted' | 'noCredit' | 'refused' | 'later' | 'failed' | 'unknown'
  readonly code: number
}

export interface SubscribeMessages {
  /** null: the account has no template for it. */
  template(topic: SubscribeTopic): MessageTemplate | null
  send(message: SubscribeMessage): Promise<SendAnswer>
  /** WeChat is known to be down: whatever waits, waits on. */
  readonly isResting: () => boolean
}

export const subscribeMessages = definePort<SubscribeMessages>('messages.subscribe')

const TIMEOUT_MS = 5_000
/** Templates are chosen in the account's back office; their title is how they are known here. */
const TITLES: Readonly<Record<SubscribeTopic, string>> = {
  'bill-due': '缴费提醒',
  'vaccine-tomorrow': '疫苗接种提醒',
}

const OUTCOMES: Readonly<Record<number, SendAnswer['outcome']>> = {
  0: 'accepted',
  43101: 'noCredit',
  43107: 'refused',
  // Another one is on its way to this person; busy; quotas of the minute or the day; a token that went bad twice.
  43108: 'later',
  [-1]: 'later',
  45009: 'later',
  45011: 'later',
  40001: 'later',
  40014: 'later',
  42001: 'later',
}

export function createSubscribeMessages(
  host: WechatHost & { readonly templates: readonly MessageTemplate[] },
  now: () => number,
): SubscribeMessages {
  const api = createWechatApi(outsideClient('wechat-message', now), host, now)
  return {
    isResting: api.isResting,
    template: (topic) => host.templates.find(({ title }) => title === TITLES[topic]) ?? null,
    async send({ openid, templateId, page, data }) {
      const values = Object.fromEntries(Object.entries(data).map(([key, value]) => [key, { value }]))
      const content = { touser: openid, template_id: templateId, page, data: values, miniprogram_state: 'formal' }
      try {
        return readAnswer(await api.post('/cgi-bin/message/subscribe/send', content, TIMEOUT_MS))
      } catch (error) {
        if (error instanceof NotSentError) return { outcome: 'later', code: 0 }
        if (error instanceof WorldError) return { outcome: 'unknown', code: 0 }
        throw error
      }
    },
  }
}

function readAnswer({ status, json }: WorldAnswer): SendAnswer {
  const code = json['errcode']
  if (status !== 200 || typeof code !== 'number') return { outcome: 'unknown', code: 0 }
  return { outcome: OUTCOMES[code] ?? 'failed', code }
}
