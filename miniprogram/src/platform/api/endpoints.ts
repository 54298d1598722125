/** Types of every endpoint by its id. Types only: nothing of the contracts' code reaches the client. */
import type { contracts } from '@xlb/shared/contracts.ts'
import type { CallOf, OutputOf } from '@xlb/shared/platform/endpoint.ts'
import type { routes } from './routes.generated.ts'

type Contracts = typeof contracts
type AnyEndpoint = { [C in keyof Contracts]: Contracts[C][keyof Contracts[C]] }[keyof Contracts]

export type EndpointId = keyof typeof routes
export type EndpointOf<Id extends EndpointId> = Extract<AnyEndpoint, { readonly id: Id }>
export type CallInput<Id extends EndpointId> = CallOf<EndpointOf<Id>>
export type CallOutput<Id extends EndpointId> = OutputOf<EndpointOf<Id>>
export type QueryId = { [Id in EndpointId]: (typeof routes)[Id][0] extends 'GET' ? Id : never }[EndpointId]
