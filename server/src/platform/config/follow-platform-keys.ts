/**
 * WeChat Pay's public keys follow PROVIDERS_FILE: while one is changed two stand side by side, and the operator adds the new one without a restart.
 * Looked at whenever a signature is proven, which costs far more. Everything else in the file is read at start only.
 */
import { statSync } from 'node:fs'
import { readProviders, type Merchant, type Providers } from './config.ts'

type PlatformKeys = Merchant['platformPublicKeys']

/** `trouble` hears of a file that cannot be read; the keys known so far go on. */
export function followPlatformKeys(providers: Providers, path: string, trouble: () => void): Providers {
  const state = { merchants: providers.merchants, mark: '' }

  function look(): void {
    try {
      const { ino, mtimeMs, size } = statSync(path)
      const mark = [ino, mtimeMs, size].join(':')
      if (mark === state.mark) return
      state.mark = mark
      state.merchants = readProviders(path).merchants
    } catch {
      trouble()
    }
  }

  function keysOf(known: Merchant): PlatformKeys {
    look()
    const same = state.merchants.find((one) => one.mchid === known.mchid && one.tenant === known.tenant)
    return same?.platformPublicKeys ?? known.platformPublicKeys
  }

  const merchants = providers.merchants.map((known): Merchant => ({
    ...known,
    get platformPublicKeys() {
      return keysOf(known)
    },
  }))
  return { ...providers, merchants }
}
