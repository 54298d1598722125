/**
 * The keys of this process follow the key file: whoever asks gets those of a second ago at most, also after the process was stopped and woken, so that
 * an operator changes keys without a restart and nobody signs or seals with a key that was taken away.
 */
import { statSync } from 'node:fs'
import { readKeys, type Keys } from './keys.ts'

const LOOK_EVERY_MS = 1_000

export interface Keyring {
  /** The present keys; the same object until they change. */
  keys(): Keys
  /** Those of this moment. */
  look(): Keys
}

/** `trouble` hears of a file that cannot be read; the keys known so far go on. */
export function followKeys(path: string, known: Keys, trouble: () => void): Keyring {
  const state = { keys: known, mark: '', lookedAt: -Infinity }

  function look(): Keys {
    state.lookedAt = performance.now()
    try {
      const mark = markOf(path)
      if (mark === state.mark) return state.keys
      state.keys = readKeys(path)
      state.mark = mark
    } catch {
      // The error is dropped: a JSON error quotes the file.
      trouble()
    }
    return state.keys
  }

  return { keys: () => (performance.now() - state.lookedAt >= LOOK_EVERY_MS ? look() : state.keys), look }
}

/** Another file, or another content: a rename brings a new inode even within one tick of the clock. */
function markOf(path: string): string {
  const { ino, mtimeMs, size } = statSync(path)
  return [ino, mtimeMs, size].join(':')
}

let present: Keyring | null = null

/** Set once by the composition root. */
export function setKeyring(ring: Keyring): void {
  present = ring
}

/** @throws Error before the composition root set it */
export function keyring(): Keyring {
  if (present === null) throw new Error('the keys are not set')
  return present
}
