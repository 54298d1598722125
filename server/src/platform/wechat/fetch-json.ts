/** One way to speak to the outside: a deadline, the raw body kept for signatures, and an error that says only what happened. */

export class WorldError extends Error {
  /** `timeout`: no answer in time, so nobody knows what was done; `unreachable`: not connected; `unreadable`: an answer that is no JSON object. */
  readonly kind: 'timeout' | 'unreachable' | 'unreadable'

  constructor(kind: WorldError['kind'], cause?: unknown) {
    super(`outside: ${kind}`, { cause })
    this.name = 'WorldError'
    this.kind = kind
  }
}

export interface WorldAnswer {
  readonly status: number
  readonly text: string
  readonly json: Readonly<Record<string, unknown>>
  header(name: string): string
}

export interface WorldRequest {
  readonly method?: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  /** Sent byte for byte: what was signed is what goes out. */
  readonly body?: string
  readonly timeoutMs: number
}

const MOST_CHARACTERS = 4_000_000

/** By its name: a DOMException of another realm is no Error of ours. */
function isTimeout(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'name' in error && error.name === 'TimeoutError'
}

export async function fetchJson(url: string, request: WorldRequest): Promise<WorldAnswer> {
  const { method = 'GET', headers = {}, body, timeoutMs } = request
  let answer: Response
  let text: string
  try {
    answer = await fetch(url, {
      method,
      headers: { accept: 'application/json', ...headers },
      signal: AbortSignal.timeout(timeoutMs),
      redirect: 'error',
      ...(body === undefined ? {} : { body }),
    })
    text = await answer.text()
  } catch (error) {
    throw new WorldError(isTimeout(error) ? 'timeout' : 'unreachable', error)
  }
  return { status: answer.status, text, json: parseObject(text), header: (name) => answer.headers.get(name) ?? '' }
}

/** A file of text, at most so many characters; anything but a 200 is no file. */
export async function fetchText(url: string, request: WorldRequest & { readonly most: number }): Promise<string> {
  try {
    const answer = await fetch(url, {
      headers: request.headers ?? {},
      signal: AbortSignal.timeout(request.timeoutMs),
      redirect: 'error',
    })
    if (answer.status !== 200 || Number(answer.headers.get('content-length') ?? 0) > request.most)
      throw new WorldError('unreadable')
    const text = await answer.text()
    if (text.length > request.most) throw new WorldError('unreadable')
    return text
  } catch (error) {
    if (error instanceof WorldError) throw error
    throw new WorldError(isTimeout(error) ? 'timeout' : 'unreachable', error)
  }
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  if (text === '') return {}
  if (text.length > MOST_CHARACTERS) throw new WorldError('unreadable')
  try {
    const parsed: unknown = JSON.parse(text)
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return { ...parsed }
  } catch (error) {
    throw new WorldError('unreadable', error)
  }
  throw new WorldError('unreadable')
}
