/** The logic layer's timers. When WeChat is killed they all end, and what is still on its way to it starts no new ones. */
export interface Timers {
  readonly given: Readonly<Record<'setTimeout' | 'clearTimeout' | 'setInterval' | 'clearInterval', unknown>>
  /** How many are due soon: work that the logic layer has put off, not a clock it is waiting for. */
  readonly dueSoon: () => number
  readonly stop: () => void
  readonly stopped: () => boolean
}

const SOON_MS = 50

type Run = (...values: unknown[]) => void

export function openTimers(): Timers {
  const running = new Map<number, () => void>()
  const soon = new Set<number>()
  let next = 1
  let over = false
  const keep = (cancel: () => void): number => {
    const id = next
    next += 1
    running.set(id, cancel)
    return id
  }
  const end = (id: number): void => {
    running.get(id)?.()
    running.delete(id)
    soon.delete(id)
  }
  return {
    given: {
      setTimeout: (run: Run, ms = 0, ...values: unknown[]) => {
        if (over) return 0
        const timer = setTimeout(() => {
          running.delete(id)
          soon.delete(id)
          run(...values)
        }, ms)
        const id = keep(() => {
          clearTimeout(timer)
        })
        if (ms <= SOON_MS) soon.add(id)
        return id
      },
      setInterval: (run: Run, ms = 0, ...values: unknown[]) => {
        if (over) return 0
        const timer = setInterval(run, ms, ...values)
        return keep(() => {
          clearInterval(timer)
        })
      },
      clearTimeout: end,
      clearInterval: end,
    },
    dueSoon: () => soon.size,
    stop: () => {
      over = true
      for (const id of [...running.keys()]) end(id)
    },
    stopped: () => over,
  }
}
