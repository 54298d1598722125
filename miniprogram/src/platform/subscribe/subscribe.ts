/** WeChat's own question whether it may bring one message more. Only ever after a tap; a browser has no such thing. */
import Taro from '@tarojs/taro'
import { subscribeAnswers, type SubscribeAnswer } from '@xlb/shared/messages/subscriptions.ts'

/** What was answered for this template; null where WeChat did not ask (its main switch is off) or said something unknown. Never throws. */
export async function askToSubscribe(templateId: string): Promise<SubscribeAnswer | null> {
  try {
    const said: object = await Taro.requestSubscribeMessage({ tmplIds: [templateId], entityIds: [] })
    const answer: unknown = Reflect.get(said, templateId)
    return subscribeAnswers.find((known) => known === answer) ?? null
  } catch {
    return null
  }
}
