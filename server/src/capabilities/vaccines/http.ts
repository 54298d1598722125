import { vaccines } from '@xlb/shared/vaccines/contract.ts'
import { bind, type Route } from '#platform/http/bind.ts'
import { admitToRecord, peopleOf } from './acts/admit.ts'
import { readDossier } from './acts/read-dossier.ts'
import { presentPlan } from './present.ts'

export const vaccineRoutes: readonly Route[] = [
  bind(vaccines.people, { handle: async (ctx) => ({ items: await peopleOf(ctx) }) }),
  bind(vaccines.plan, {
    async handle(ctx, { params }) {
      const admitted = await admitToRecord(ctx, params.personId)
      return presentPlan(ctx, admitted, await readDossier(ctx, params.personId))
    },
  }),
]
