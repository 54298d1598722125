/** wx.request over real HTTP, with WeChat's manners: any status is a success, silence is a failure, the eleventh parallel request is refused. */
export interface RequestOptions {
  readonly url: string
  readonly method?: string
  readonly header?: Readonly<Record<string, string>>
  readonly data?: string
  readonly dataType?: string
  readonly timeout?: number
  readonly success?: (answer: {
    statusCode: number
    header: Record<string, string>
    data: unknown
    errMsg: string
  }) => void
  readonly fail?: (answer: { errMsg: string; errno?: number }) => void
  readonly complete?: () => void
}

export interface RequestLine {
  readonly method: string
  readonly url: string
  status: number | null
  bytes: number
}

export interface Network {
  readonly request: (options: RequestOptions) => { abort: () => void }
  /** Every request of the logic layer, oldest first. */
  readonly lines: readonly RequestLine[]
  readonly inFlight: () => number
  readonly mostInFlight: () => number
  readonly setOnline: (online: boolean) => void
  readonly isOnline: () => boolean
  readonly onChange: (run: (online: boolean) => void) => void
}

const MOST_PARALLEL = 10

export function openNetwork(): Network {
  const lines: RequestLine[] = []
  const listeners: ((online: boolean) => void)[] = []
  let online = true
  let inFlight = 0
  let most = 0

  const send = async (options: RequestOptions, signal: AbortSignal): Promise<void> => {
    const line: RequestLine = { method: options.method ?? 'GET', url: options.url, status: null, bytes: 0 }
    lines.push(line)
    if (!online) throw new Error('request:fail ')
    if (inFlight > MOST_PARALLEL) throw new Error('request:fail exceed max concurrent')
    const response = await fetch(options.url, {
      method: line.method,
      headers: { ...options.header },
      body: options.data ?? null,
      signal,
    })
    const text = await response.text()
    line.status = response.status
    line.bytes = Buffer.byteLength(text)
    options.success?.({
      statusCode: response.status,
      header: Object.fromEntries(response.headers),
      data: options.dataType === undefined || options.dataType === 'json' ? parsed(text) : text,
      errMsg: 'request:ok',
    })
  }

  return {
    request: (options) => {
      const abort = new AbortController()
      const timer = setTimeout(() => {
        abort.abort(new Error('request:fail timeout'))
      }, options.timeout ?? 60_000)
      inFlight += 1
      most = Math.max(most, inFlight)
      void send(options, abort.signal)
        .catch((error: unknown) => {
          const words = error instanceof Error ? error.message : String(error)
          options.fail?.({ errMsg: words.startsWith('request:') ? words : `request:fail ${words}` })
        })
        .finally(() => {
          clearTimeout(timer)
          inFlight -= 1
          options.complete?.()
        })
      return {
        abort: () => {
          abort.abort(new Error('request:fail abort'))
        },
      }
    },
    lines,
    inFlight: () => inFlight,
    mostInFlight: () => most,
    isOnline: () => online,
    setOnline: (next) => {
      if (next === online) return
      online = next
      for (const run of listeners) run(next)
    },
    onChange: (run) => {
      listeners.push(run)
    },
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
