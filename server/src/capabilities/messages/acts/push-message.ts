/** A push beside the inbox: queued only for those whose phone allowed one more, and once for each thing told. */
import type { SubscribeTopic } from '@xlb/shared/messages/subscriptions.ts'
import type { Ctx } from '#platform/context.ts'
import { newId } from '#platform/ids.ts'
import { credits } from '../data/credits.ts'
import { pushes } from '../data/pushes.ts'
import type { Labelled } from '../domain/value-rules.ts'
import { pageOf } from '../domain/page-of.ts'
import { subscribeMessages } from '../providers/subscribe-message.ts'

export interface Push {
  readonly personId: string
  readonly topic: SubscribeTopic
  readonly source: string
  readonly link: { readonly route: string; readonly params: Readonly<Record<string, string>> }
  /** By the words before each value in the template. */
  readonly values: readonly Labelled[]
}

export async function pushMessage(ctx: Ctx, { personId, topic, source, link, values }: Push): Promise<void> {
  const template = ctx.port(subscribeMessages).template(topic)
  if (template === null) return
  if ((await credits.findOne(ctx, { personId, templateId: template.id, left: { $gt: 0 } })) === null) return
  await pushes.insertMissing(ctx, [
    {
      ...{
        _id: newId('pnd'),
        tenant: ctx.tenant,
        state: 'QUEUED',
        personId,
        topic,
        source,
        page: pageOf(link),
        values,
      },
      ...{ openid: null, tries: 0, dueAt: ctx.clock.now(), at: ctx.clock.instant() },
    },
  ])
}
