/**
 * messages: the inbox, and beside it WeChat's subscribe messages for those whose phone allowed them. Promises that everything that concerns a person
 * arrives in the inbox once, whether or not a push could be sent; that a push goes out at most once, for one credit, and to nobody but its person.
 * Campaigns and call lists come with notices.
 */
import { providePort, type Capability } from '#platform/capability.ts'
import type { ResidentCtx } from '#platform/context.ts'
import { endWaiting } from './acts/send-push.ts'
import { inbox } from './data/messages.ts'
import { messageRoutes } from './http.ts'
import { messageJobs } from './jobs/index.ts'
import { personalData } from './personal-data.ts'
import { createSubscribeMessages, subscribeMessages } from './providers/subscribe-message.ts'
import { messagesRetention } from './retention.ts'

export { postMessage, type Letter } from './acts/post-message.ts'
export { pushMessage } from './acts/push-message.ts'
export { isQuiet } from './domain/push-times.ts'
export { phoneHolder } from './providers/phone-holder.ts'

/** More than this many unread ones are shown as this many. */
const MOST_UNREAD = 99

async function countUnread(ctx: ResidentCtx): Promise<number> {
  const { personId } = ctx.resident
  return personId === null ? 0 : await inbox.countUpTo(ctx, { personId, read: false }, MOST_UNREAD)
}

export const messages: Capability = {
  name: 'messages',
  routes: messageRoutes,
  jobs: messageJobs,
  ports: [
    providePort(subscribeMessages, (config, clock) =>
      createSubscribeMessages(config.providers.wechat, () => clock.now()),
    ),
  ],
  afterRestore: endWaiting,
  personalData,
  retention: messagesRetention,
  unread: countUnread,
}
