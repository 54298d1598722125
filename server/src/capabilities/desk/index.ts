/**
 * desk: the register of what people come to the desk for. Promises that a case number is unique in its county, belongs to one person once it was used for one,
 * and opens nothing after it was closed. Staff name it before they see a resident's data.
 */
import type { Capability } from '#platform/capability.ts'
import { closeOldCases } from './acts/close-case.ts'
import { deskRoutes } from './http.ts'
import { deskPersonalData, deskRetention } from './personal-data.ts'

export { requireCase } from './acts/require-case.ts'

export const desk: Capability = {
  name: 'desk',
  routes: deskRoutes,
  jobs: [{ name: 'close-old-cases', every: '1 hour', run: closeOldCases }],
  retention: deskRetention,
  personalData: deskPersonalData,
}
