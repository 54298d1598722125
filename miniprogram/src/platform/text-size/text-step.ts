/** The elder view's body text in px, chosen on this device. */
import { create } from 'zustand'
import { readStored, store } from '../storage/storage.ts'

export const textSteps = [20, 22, 26, 30] as const
export type TextStep = (typeof textSteps)[number]

const KEY = 'text-step'
const FIRST: TextStep = 22

const isStep = (value: unknown): value is TextStep => textSteps.some((step) => step === value)
const useStepStore = create<{ step: TextStep }>(() => ({ step: readStored(KEY, isStep) ?? FIRST }))

export function useTextStep(): TextStep {
  return useStepStore((state) => state.step)
}

export function setTextStep(step: TextStep): void {
  store(KEY, step)
  useStepStore.setState({ step })
}
