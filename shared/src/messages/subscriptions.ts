/** WeChat's subscribe messages by their words; free of schemas, so that pages may import it. */

/** What WeChat may tell people of, once for each time they allowed it. */
export const subscribeTopics = ['bill-due', 'vaccine-tomorrow'] as const
export type SubscribeTopic = (typeof subscribeTopics)[number]

/** As `wx.requestSubscribeMessage` answers for each template id. Those that begin with `accept` are one message each. */
export const subscribeAnswers = [
  'accept',
  'acceptWithAlert',
  'acceptWithAudio',
  'acceptWithForcePush',
  'reject',
  'ban',
  'filter',
] as const
export type SubscribeAnswer = (typeof subscribeAnswers)[number]
