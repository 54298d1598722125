/** One message more of a topic in WeChat itself, asked for after a tap and never as a condition. */
import { useState } from 'react'
import type { SubscribeTopic } from '@xlb/shared/messages/subscriptions.ts'
import { once } from '../act/once.ts'
import { useAct } from '../act/use-act.ts'
import { refreshQueries, useQuery } from '../api/query.ts'
import { askToSubscribe } from './subscribe.ts'

interface TopicWords {
  /** WeChat did not ask. */
  readonly notAsked: string
  readonly yes: string
  readonly no: string
}

/** null until it is known, and where the county has no template for it. `said`: what came of the last question, '' before any. */
export function useTopic(topic: SubscribeTopic, words: TopicWords) {
  const { data } = useQuery('messages.subscriptions', {})
  const [said, setSaid] = useState('')
  const act = useAct()
  const mine = data?.items.find((one) => one.topic === topic)
  if (mine === undefined) return null
  const { templateId, left } = mine
  const askWechat = async (): Promise<void> => {
    const answer = await askToSubscribe(templateId)
    if (answer === null) {
      setSaid(words.notAsked)
      return
    }
    await once('messages.reportSubscription', { body: { results: [{ templateId, answer }] } })
    setSaid(answer.startsWith('accept') ? words.yes : words.no)
    await refreshQueries(['messages.subscriptions'])
  }
  const ask = (): void => {
    act.run(askWechat)
  }
  return { left, said, busy: act.busy, problem: act.problem, ask }
}
