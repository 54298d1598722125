/** The field keys of this process: those of the key file, as it stands. */
import { createSecretKey } from 'node:crypto'
import { openField, SealError, type FieldKey, type FieldKeys, type FieldPlace } from './field.ts'
import { keyring, type Keyring } from './key-file.ts'
import type { Keys } from './keys.ts'

export interface FieldKeyring {
  /** The present keys. */
  keys(): FieldKeys
  /** Opens a text, and looks for new keys first when it names an unknown one. @throws SealError */
  open(place: FieldPlace, text: string): string
}

/** @throws Error when there is no key, or the lists are not paired */
export function fieldKeysOf({ fieldKeys, blindIndexKeys }: Pick<Keys, 'fieldKeys' | 'blindIndexKeys'>): FieldKeys {
  const [first, ...rest] = fieldKeys.map(({ kid, secret }): FieldKey => {
    const blind = blindIndexKeys.find((one) => one.kid === kid)
    if (blind === undefined) throw new Error(`the field key ${kid} has no blind index key`)
    return { kid, sealing: keyFrom(secret), blinding: keyFrom(blind.secret) }
  })
  if (first === undefined) throw new Error('there is no field key')
  return [first, ...rest]
}

const keyFrom = (secret: string) => createSecretKey(Buffer.from(secret, 'base64'))

const made = new WeakMap<Keys, FieldKeys>()

function madeOf(keys: Keys): FieldKeys {
  const standing = made.get(keys)
  if (standing !== undefined) return standing
  const fresh = fieldKeysOf(keys)
  made.set(keys, fresh)
  return fresh
}

export function fieldKeyringOf(ring: Keyring): FieldKeyring {
  return {
    keys: () => madeOf(ring.keys()),
    open(place, text) {
      try {
        return openField(madeOf(ring.keys()), place, text)
      } catch (error) {
        if (!(error instanceof SealError) || error.fault !== 'unknown-key') throw error
        return openField(madeOf(ring.look()), place, text)
      }
    },
  }
}

export function fieldKeyring(): FieldKeyring {
  return fieldKeyringOf(keyring())
}
