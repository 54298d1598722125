/** The inbox: everything that concerns a person arrives here, whether or not a push could be sent. */
import * as z from 'zod/mini'
import { defineEndpoint } from '../platform/endpoint.ts'
import { idSchema } from '../platform/ids.ts'
import { pageOf, pageQuery } from '../platform/paging.ts'
import { instantSchema } from '../platform/time.ts'
import { subscribeAnswers, subscribeTopics } from './subscriptions.ts'

export const messageKinds = [
  'receipt',
  'suspense',
  'refund',
  'family',
  'erasure',
  'login',
  'real-name',
  'bill',
  'vaccine',
] as const

export const messageRowSchema = z.strictObject({
  id: idSchema('msg'),
  kind: z.enum(messageKinds),
  title: z.string(),
  body: z.string(),
  /** Who writes: the office, not a system. */
  from: z.string(),
  at: instantSchema,
  read: z.boolean(),
  /** Where a tap leads: a route by name with its parameters, null when there is nothing more to see. */
  link: z.nullable(z.strictObject({ route: z.string(), params: z.record(z.string(), z.string()) })),
})
export type MessageRow = z.infer<typeof messageRowSchema>

const templateIdSchema = z.string().check(z.regex(/^[\w-]{1,64}$/))

export const subscriptionsSchema = z.strictObject({
  items: z.array(
    z.strictObject({
      topic: z.enum(subscribeTopics),
      /** For `wx.requestSubscribeMessage`. */
      templateId: templateIdSchema,
      /** How many more messages this phone allowed. */
      left: z.int().check(z.minimum(0)),
    }),
  ),
})
export type Subscriptions = z.infer<typeof subscriptionsSchema>

export const messages = {
  list: defineEndpoint({
    id: 'messages.list',
    method: 'GET',
    path: '/messages',
    audience: 'resident',
    summary: 'My messages, newest first',
    query: z.strictObject(pageQuery),
    output: pageOf(messageRowSchema),
    errors: [],
    limiter: 'read',
    idempotent: false,
  }),
  read: defineEndpoint({
    id: 'messages.read',
    method: 'PUT',
    path: '/messages/:messageId/read',
    audience: 'resident',
    summary: 'Mark one message as read',
    params: z.strictObject({ messageId: idSchema('msg') }),
    output: messageRowSchema,
    errors: [],
    limiter: 'write',
    idempotent: false,
  }),
  subscriptions: defineEndpoint({
    id: 'messages.subscriptions',
    method: 'GET',
    path: '/message-subscriptions',
    audience: 'resident',
    summary: 'Which messages WeChat may bring, by which template, and how many more this phone allowed',
    output: subscriptionsSchema,
    errors: [],
    limiter: 'read',
    idempotent: false,
  }),
  reportSubscription: defineEndpoint({
    id: 'messages.reportSubscription',
    method: 'POST',
    path: '/message-subscriptions',
    audience: 'resident',
    summary: 'What this phone answered to requestSubscribeMessage; each accept is one message more',
    body: z.strictObject({
      results: z
        .array(z.strictObject({ templateId: templateIdSchema, answer: z.enum(subscribeAnswers) }))
        .check(z.minLength(1), z.maxLength(5)),
    }),
    output: subscriptionsSchema,
    errors: [],
    limiter: 'write',
    idempotent: true,
  }),
}
