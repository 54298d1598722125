/** What the scripts say and how they give up: plain lines for people, one sentence for each failure. */

/** The root of the repository, with no slash at its end. */
export const root = new URL('..', import.meta.url).pathname.replace(/\/$/, '')

/** A failure a person can act on: `message` is the one sentence that is printed, without a stack. */
export class Refusal extends Error {
  /** @override */
  name = 'Refusal'
}

const startedAt = Date.now()

/**
 * One line of progress with the seconds since the script started.
 * @param {string} sentence
 */
export function say(sentence) {
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1).padStart(6)
  process.stdout.write(`[${seconds}s] ${sentence}\n`)
}

/**
 * Prints why the script stops: the sentence alone for a Refusal, the stack for anything unforeseen.
 * @param {unknown} reason
 */
export function complain(reason) {
  if (reason instanceof Refusal) process.stderr.write(`\n✗ ${reason.message}\n`)
  else process.stderr.write(`\n✗ ${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}\n`)
}

/**
 * Says every ten seconds that something slow is still going on, until the returned function is called.
 * @param {(seconds: number) => string} sentence
 * @param {(sentence: string) => void} log
 * @returns {() => void}
 */
export function heartbeat(sentence, log = say) {
  const since = Date.now()
  const timer = setInterval(() => log(sentence(Math.round((Date.now() - since) / 1000))), 10_000)
  timer.unref()
  return () => clearInterval(timer)
}

/**
 * `--name value`, `--name=value` and `--flag` of a command line; anything else is refused by name.
 * @param {string[]} words
 * @param {Readonly<Record<string, 'value' | 'flag'>>} known
 * @returns {Record<string, string | true>}
 */
export function readOptions(words, known) {
  /** @type {Record<string, string | true>} */
  const found = {}
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? ''
    const [name = '', inline] = word.split(/=(.*)/s)
    const kind = known[name]
    if (kind === undefined) throw new Refusal(`不认识的参数 ${word}。可用的参数见 --help。(Unknown option.)`)
    if (kind === 'flag') {
      found[name] = true
      continue
    }
    const value = inline ?? words[(at += 1)]
    if (value === undefined || value === '') throw new Refusal(`参数 ${name} 后面缺少值。(Option needs a value.)`)
    found[name] = value
  }
  return found
}
