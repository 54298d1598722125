import { useTextStep } from '#platform/text-size/text-step.ts'
import { useElder } from './use-elder.ts'

/** The classes that carry the tokens of the chosen view, for a page's root and the tab bar's. */
export function useViewClass(): string {
  const step = useTextStep()
  return useElder() ? `v-elder step-${String(step)}` : 'v-standard'
}
