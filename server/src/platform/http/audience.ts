/** Who may knock: each audience turns a request into a context, or refuses. Resident and provider are handed in by their capabilities. */
import type { Endpoint } from '@xlb/shared/platform/endpoint.ts'
import type { Audience } from '@xlb/shared/platform/roles.ts'
import type { Context } from 'koa'
import type { Ctx } from '../context.ts'

export type Audiences = Readonly<Record<Audience, (koa: Context, endpoint: Endpoint) => Promise<Ctx>>>
