import type { Job } from '#platform/capability.ts'
import { pushes } from '../data/pushes.ts'
import { isQuiet } from '../domain/push-times.ts'
import { sendPush } from '../acts/send-push.ts'
import { subscribeMessages } from '../providers/subscribe-message.ts'

const BATCH = 100
const AFTER_FAILURE_MS = 30_000

export const messageJobs: readonly Job[] = [
  {
    name: 'send-pushes',
    every: '10 seconds',
    wakeOn: ['messagePushes'],
    async run(ctx) {
      if (isQuiet(ctx.clock.now())) return
      const due = { dueAt: { $gt: 0, $lte: ctx.clock.now() } }
      for (const row of await pushes.find(ctx, due, { sort: { dueAt: 1 }, limit: BATCH })) {
        if (ctx.port(subscribeMessages).isResting()) return
        try {
          await sendPush(ctx, row)
        } catch (error) {
          ctx.log.error({ err: error, push: row._id }, 'a push failed and stays due')
          const { _id, state, tries } = row
          const dueAt = ctx.clock.now() + AFTER_FAILURE_MS
          await pushes.update(ctx, { _id, state, tries }, { $set: { dueAt } })
        }
      }
    },
  },
]
