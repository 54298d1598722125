import { useView } from '#platform/session/session.ts'
import { useSystemFactor } from '#platform/text-size/text-size.ts'

/** From this factor of the system's font size on, three or four columns no longer fit 375 px. */
const ROOMY_FROM = 1.15

export function useElder(): boolean {
  return useView() === 'elder'
}

/** true where tables and charts are drawn one row a line: elder view, or a large system font. */
export function useRoomy(): boolean {
  const elder = useElder()
  return useSystemFactor() >= ROOMY_FROM || elder
}
