/**
 * Where a crowd comes at once, newcomers are looked at a few at a time, and in between what is under way goes on: whoever has a turn is served before a thousand others
 * were read and verified. In the order in which they came; nobody is sent away here. Costs nothing while few come.
 */
const AT_A_TIME = 2

/** Answers null when one may go on at once, else what to wait for. */
export function createArrivals(): () => Promise<void> | null {
  const waiting: (() => void)[] = []
  /** Since the process last looked after everything else. */
  let begun = 0
  const comeRound = (): void => {
    const now = waiting.splice(0, AT_A_TIME)
    begun = now.length
    if (begun > 0) setImmediate(comeRound)
    for (const go of now) go()
  }
  return () => {
    if (begun >= AT_A_TIME) return new Promise((resolve) => waiting.push(resolve))
    if (begun === 0) setImmediate(comeRound)
    begun += 1
    return null
  }
}
