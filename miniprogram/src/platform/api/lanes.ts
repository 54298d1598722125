/** WeChat refuses the eleventh parallel request (600007): the rest wait their turn here. */
const MOST = 10
let running = 0
const waiting: (() => void)[] = []

export async function inLane<T>(work: () => Promise<T>): Promise<T> {
  if (running < MOST) running += 1
  else
    await new Promise<void>((resolve) => {
      waiting.push(resolve)
    })
  try {
    return await work()
  } finally {
    // The lane is handed over, not given back and taken again: nobody can slip in between.
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }
}
