/** The request's bytes, counted while they come: at most 1 MB, at most 10 s. Callbacks are verified on exactly these bytes. */
import type { IncomingMessage } from 'node:http'
import { AppError } from '../errors.ts'

const MOST_BYTES = 1_048_576
const MOST_MS = 10_000
const MOST_DEPTH = 64

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > MOST_BYTES) throw new AppError('body-too-large')
  return await new Promise<Buffer>((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    const timer = setTimeout(() => {
      fail(new AppError('invalid-input'))
    }, MOST_MS)
    const fail = (error: Error) => {
      clearTimeout(timer)
      request.off('data', take)
      request.resume()
      reject(error)
    }
    const take = (chunk: Buffer) => {
      size += chunk.length
      if (size > MOST_BYTES) fail(new AppError('body-too-large'))
      else chunks.push(chunk)
    }
    request.on('data', take)
    request.on('end', () => {
      clearTimeout(timer)
      resolve(Buffer.concat(chunks))
    })
    request.on('error', fail)
    request.on('aborted', () => {
      fail(new AppError('invalid-input'))
    })
  })
}

/** A file's first bytes must come at once and each next piece within this time: a stalled sender holds nothing open. */
const STALLED_MS = 15_000
/** Slower than this on average, once that time is over, is nobody's line: a sender of single bytes holds nothing open either. */
const LEAST_BYTES_A_SECOND = 1_024

/**
 * The whole body as a file, read while it comes and never held as a whole. A wrong type or a declared size too large is refused before the
 * first byte, a longer body at its first byte too many, a stalled, trickling or cut one with `invalid-input`.
 */
export function readFile(
  request: IncomingMessage,
  { maxBytes, types }: { readonly maxBytes: number; readonly types: readonly string[] },
): AsyncIterable<Buffer> {
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  if (!types.includes(type)) throw new AppError('media-type-refused')
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw new AppError('body-too-large')
  return piecesOf(request, maxBytes)
}

async function* piecesOf(request: IncomingMessage, maxBytes: number): AsyncGenerator<Buffer> {
  let size = 0
  const begun = performance.now()
  const stalled = () => request.destroy(new AppError('invalid-input'))
  let timer = setTimeout(stalled, STALLED_MS)
  try {
    for await (const piece of request as AsyncIterable<Buffer>) {
      clearTimeout(timer)
      size += piece.length
      if (size > maxBytes) throw new AppError('body-too-large')
      if (trickles(size, performance.now() - begun)) throw new AppError('invalid-input')
      yield piece
      timer = setTimeout(stalled, STALLED_MS)
    }
  } catch (error) {
    throw error instanceof AppError ? error : new AppError('invalid-input')
  } finally {
    clearTimeout(timer)
  }
}

const trickles = (bytes: number, ms: number): boolean => ms > STALLED_MS && bytes < (ms / 1_000) * LEAST_BYTES_A_SECOND

/** What a route without `upload` is given as its file. */
export const noFile: AsyncIterable<Buffer> = {
  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    // Nothing to give.
  },
}

/** JSON objects only, of bounded depth: the nesting is counted on the bytes, so that no recursion sees a hostile one. */
export function parseJson(bytes: Buffer): unknown {
  if (bytes.length === 0) return {}
  if (tooDeep(bytes)) throw new AppError('malformed-json')
  let parsed: unknown
  try {
    parsed = JSON.parse(bytes.toString('utf8'))
  } catch {
    throw new AppError('malformed-json')
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw new AppError('malformed-json')
  return parsed
}

function tooDeep(bytes: Buffer): boolean {
  let depth = 0
  let inString = false
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index]
    if (inString) {
      if (byte === 0x5c) index += 1
      else if (byte === 0x22) inString = false
    } else if (byte === 0x22) inString = true
    else if (byte === 0x7b || byte === 0x5b) depth += 1
    else if (byte === 0x7d || byte === 0x5d) depth -= 1
    if (depth > MOST_DEPTH) return true
  }
  return false
}
