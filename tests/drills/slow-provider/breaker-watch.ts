/** When the API began to refuse calls to the payment company, and when it ended: read from its metrics, as an operator's alarm would. */

export interface BreakerWatch {
  /** Milliseconds from the beginning of the watch to the first refusal; null: it never opened. */
  openedAfter(): number | null
  /** Whether it is closed now. */
  isClosed(): Promise<boolean>
  stop(): Promise<void>
}

const EVERY_MS = 100
const OPEN = /^xlb_provider_open\{provider="wechat-pay"\} 1$/m
const OPENED = /^xlb_provider_opened_total\{provider="wechat-pay"\} (\d+)$/m

async function read(url: string): Promise<{ open: boolean; times: number }> {
  const text = await (await fetch(url, { signal: AbortSignal.timeout(5_000) })).text()
  return { open: OPEN.test(text), times: Number(OPENED.exec(text)?.[1] ?? 0) }
}

/** `url`: the metrics of the process. */
export async function watchBreaker(url: string): Promise<BreakerWatch> {
  const [begun, before] = [performance.now(), await read(url)]
  const state: { over: boolean; after: number | null } = { over: false, after: null }
  const isOver = (): boolean => state.over
  const watching = (async () => {
    while (!isOver() && state.after === null) {
      const { open, times } = await read(url)
      if (open || times > before.times) state.after = Math.round(performance.now() - begun)
      else await new Promise((resolve) => setTimeout(resolve, EVERY_MS))
    }
  })()
  return {
    openedAfter: () => state.after,
    isClosed: async () => !(await read(url)).open,
    async stop() {
      state.over = true
      await watching
    },
  }
}
