/** One line a request, JSON, without personal data: no names, numbers, addresses, bodies, tokens or queries. */
import { pino, type DestinationStream, type Logger } from 'pino'

const MOST = 200

/** Writes to standard output, or to `to`. */
export function createLog(level: string, to?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: ['*.idNo', '*.name', '*.phone', '*.openid', '*.token', 'authorization'], censor: '[removed]' },
    serializers: {
      err: (error: unknown) =>
        error instanceof Error ? { type: error.name, stack: error.stack?.slice(0, 4000) } : { type: typeof error },
    },
  }
  return to === undefined ? pino(options) : pino(options, to)
}

const FLUSH_MS = 500
const GATHER_BYTES = 4096
const INFORMATION = '{"level":30,'

/**
 * Standard output for production: lines of information are gathered and written twice a second or by 4 KB, for a system call a request costs more than
 * the line itself. Anything else takes them along at once, so that a warning before a crash is never lost.
 */
export function gatheredOutput(): DestinationStream {
  const out = pino.destination({ dest: 1, sync: false, minLength: GATHER_BYTES })
  setInterval(() => {
    out.flush()
  }, FLUSH_MS).unref()
  process.once('exit', () => {
    out.flushSync()
  })
  return {
    write(line) {
      out.write(line)
      if (!line.startsWith(INFORMATION)) out.flushSync()
    },
  }
}

/** As long a row of digits as a telephone or ID number has. */
const NUMBER = /\d{11,}[Xx]?/g

/** Cut, and stripped of numbers of people, control, bidirectional and escape characters, so that a header cannot forge or bend a line. */
export function safeText(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '?')
    .replace(NUMBER, '#')
    .slice(0, MOST)
}
