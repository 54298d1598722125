/**
 * A crowd at one session takes turns: what is under way is finished before more is begun, so that a thousand who press for a hundred seats do not make the hundred wait,
 * and those behind them are told that it is full before they cost anything. Each process has its own queue; seats are decided by the database alone.
 */
const AT_ONCE = 16

interface Queue {
  running: number
  readonly waiting: (() => void)[]
}

const queues = new Map<string, Queue>()

/** Resolves when it is one's turn; call what it answers when done, once. */
export async function takeTurn(sessionId: string): Promise<() => void> {
  const queue = queues.get(sessionId) ?? { running: 0, waiting: [] }
  queues.set(sessionId, queue)
  // Whoever leaves hands the place on, so that nobody slips in between.
  if (queue.running >= AT_ONCE) await new Promise<void>((resolve) => queue.waiting.push(resolve))
  else queue.running += 1
  return () => {
    const next = queue.waiting.shift()
    if (next !== undefined) {
      next()
      return
    }
    queue.running -= 1
    if (queue.running === 0) queues.delete(sessionId)
  }
}
