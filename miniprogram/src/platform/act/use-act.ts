/** What a page's button does: one at a time, with what went wrong kept for the page to say. */
import { useRef, useState } from 'react'
import { toApiError } from '../api/api-error.ts'
import type { ApiError } from '../api/api-error.ts'

export interface Act {
  readonly busy: boolean
  /** How the last run failed, null while all is well. */
  readonly problem: ApiError | null
  /** Does nothing while a run is under way: hands shake. */
  readonly run: (work: () => Promise<unknown>) => void
  /** The form was changed: what was said about it no longer holds. */
  readonly clear: () => void
}

export function useAct(): Act {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ApiError | null>(null)
  const running = useRef(false)
  const work = async (run: () => Promise<unknown>): Promise<void> => {
    running.current = true
    setBusy(true)
    setProblem(null)
    try {
      await run()
    } catch (error) {
      setProblem(toApiError(error))
    } finally {
      running.current = false
      setBusy(false)
    }
  }
  return {
    busy,
    problem,
    run: (run) => {
      if (!running.current) void work(run)
    },
    clear: () => {
      setProblem(null)
    },
  }
}
