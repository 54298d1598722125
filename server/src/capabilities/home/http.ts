import { home } from '@xlb/shared/home/contract.ts'
import type { Capability } from '#platform/capability.ts'
import { bind, type Route } from '#platform/http/bind.ts'
import { meOf } from '../accounts/index.ts'
import { collect, type Part } from './acts/collect.ts'
import { asOfMinute, cardsOfFirstScreen } from './domain/first-screen.ts'
import { findEntries, type Indexed } from './domain/search.ts'

const MOST_FREQUENT = 3
/** More unread ones than this are shown as this many. */
const MOST_UNREAD = 99

export interface HomeParts {
  readonly capabilities: readonly Capability[]
  readonly index: readonly Indexed[]
}

/** A capability's extension under its name, where it has one. */
function asking<T>(
  capabilities: readonly Capability[],
  pick: (one: Capability) => Part<T>['ask'] | undefined,
): Part<T>[] {
  return capabilities.flatMap((one) => {
    const ask = pick(one)
    return ask === undefined ? [] : [{ name: one.name, ask }]
  })
}

export function homeRoutes(parts: () => HomeParts): Route[] {
  return [
    bind(home.get, {
      async handle(ctx) {
        const { capabilities } = parts()
        const [me, cards, frequent, unread] = await Promise.all([
          meOf(ctx),
          collect(
            ctx,
            asking(capabilities, (one) => one.todoCards),
          ),
          collect(
            ctx,
            asking(capabilities, (one) => one.frequent),
          ),
          collect(
            ctx,
            asking(capabilities, (one) => one.unread),
          ),
        ])
        return {
          me,
          todo: cardsOfFirstScreen(cards.values.flat()),
          todoComplete: cards.complete,
          frequent: frequent.values.flat().slice(0, MOST_FREQUENT),
          unread: Math.min(
            MOST_UNREAD,
            unread.values.reduce((sum, one) => sum + one, 0),
          ),
          asOf: asOfMinute(ctx.clock.now()),
        }
      },
    }),
    bind(home.search, {
      handle: (_ctx, { query }) => Promise.resolve({ items: findEntries(parts().index, query.q) }),
    }),
  ]
}
