/** The `wx` of the runner: the part of it that the house uses, with WeChat's words for what fails. */
import { randomFillSync } from 'node:crypto'
import type { Network, RequestOptions } from './network.ts'
import type { Router } from './router.ts'
import type { WorldPhone } from './world-phone.ts'

export interface WxCall {
  readonly name: string
  readonly options: unknown
}

/** What a person carried away from the mini-program. */
export interface Taken {
  readonly files: Map<string, string>
  readonly copied: string[]
}

interface Callbacks {
  readonly success?: (answer: object) => void
  readonly fail?: (answer: { errMsg: string }) => void
  readonly complete?: (answer: object) => void
}

export interface WxParts {
  readonly network: Network
  readonly router: Router
  readonly person: WorldPhone | null
  readonly storage: Map<string, unknown>
  readonly calls: WxCall[]
  readonly taken: Taken
  /** The mini-program's own, which WeChat adds to what it signs for. */
  readonly appId: string
  /** WeChat's font size over 16. */
  readonly fontFactor: number
  /** WeChat is gone: nothing more is answered. */
  readonly killed: () => boolean
}

/** An answer that comes after the call has returned, as all of WeChat's do. */
function later(name: string, options: Callbacks, work: () => object | Promise<object> = () => ({})): void {
  setTimeout(() => {
    void Promise.resolve()
      .then(work)
      .then(
        (answer) => {
          const told = { errMsg: `${name}:ok`, ...answer }
          options.success?.(told)
          options.complete?.(told)
        },
        (error: unknown) => {
          const told = { errMsg: `${name}:fail ${error instanceof Error ? error.message : String(error)}` }
          options.fail?.(told)
          options.complete?.(told)
        },
      )
  }, 0)
}

export function makeWx(parts: WxParts): Record<string, unknown> {
  const all = { ...navigation(parts), ...device(parts), ...storageOf(parts), ...person(parts), ...takingAway(parts) }
  const apis = Object.entries(all).map(([name, run]): [string, unknown] => [name, logged(parts, name, run)])
  return { ...Object.fromEntries(apis), env: { USER_DATA_PATH: 'wxfile://usr' } }
}

type Api = (...values: never[]) => unknown

function logged({ calls, killed }: WxParts, name: string, run: Api): Api {
  return (first?: never, ...rest: never[]) => {
    calls.push({ name, options: first })
    const answer: unknown = Reflect.apply(run, undefined, [unlessKilled(first, killed), ...rest])
    return answer
  }
}

/** What was asked before WeChat was killed still reaches the server; whoever was to be called back, alone or among options, is gone. */
function unlessKilled(given: unknown, killed: () => boolean): unknown {
  if (typeof given === 'function')
    return (...values: unknown[]): void => {
      if (!killed()) Reflect.apply(given, undefined, values)
    }
  if (typeof given !== 'object' || given === null) return given
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [
      name,
      typeof value === 'function' ? unlessKilled(value, killed) : value,
    ]),
  )
}

function navigation({ router }: WxParts): Record<string, Api> {
  const by = (name: string, move: (url: string) => void): Api => {
    return (options: Callbacks & { url: string }) => {
      later(name, options, () => {
        move(options.url)
        return {}
      })
    }
  }
  return {
    navigateTo: by('navigateTo', router.push),
    redirectTo: by('redirectTo', router.replace),
    reLaunch: by('reLaunch', router.relaunch),
    switchTab: by('switchTab', router.switchTab),
    navigateBack: (options: Callbacks & { delta?: number } = {}) => {
      later('navigateBack', options, () => {
        router.back(options.delta ?? 1)
        return {}
      })
    },
    setNavigationBarTitle: (options: Callbacks & { title: string }) => {
      router.setTitle(options.title)
      later('setNavigationBarTitle', options)
    },
    pageScrollTo: (options: Callbacks = {}) => {
      later('pageScrollTo', options)
    },
    stopPullDownRefresh: (options: Callbacks = {}) => {
      later('stopPullDownRefresh', options)
    },
    nextTick: (run: () => void) => {
      setTimeout(run, 0)
    },
  }
}

function device({ network, fontFactor }: WxParts): Record<string, Api> {
  const base = {
    SDKVersion: '3.8.12',
    version: '8.0.60',
    language: 'zh_CN',
    fontSizeSetting: 16 * fontFactor,
    fontSizeScaleFactor: fontFactor,
  }
  const screen = {
    windowWidth: 375,
    windowHeight: 724,
    screenWidth: 375,
    screenHeight: 812,
    statusBarHeight: 44,
    pixelRatio: 3,
  }
  return {
    request: (options: RequestOptions) => network.request(options),
    canIUse: () => true,
    getAppBaseInfo: () => base,
    getWindowInfo: () => screen,
    getDeviceInfo: () => ({ brand: 'runner', model: 'runner', platform: 'android', system: 'Android 14' }),
    getSystemInfoSync: () => ({
      ...base,
      ...screen,
      brand: 'runner',
      model: 'runner',
      platform: 'android',
      system: 'Android 14',
    }),
    getMenuButtonBoundingClientRect: () => ({ top: 48, left: 278, right: 365, bottom: 80, width: 87, height: 32 }),
    getNetworkType: (options: Callbacks = {}) => {
      later('getNetworkType', options, () => ({ networkType: network.isOnline() ? '4g' : 'none' }))
    },
    onNetworkStatusChange: (run: (change: object) => void) => {
      network.onChange((online) => {
        run({ isConnected: online, networkType: online ? '4g' : 'none' })
      })
    },
    getRandomValues: (options: Callbacks & { length: number }) => {
      later('getRandomValues', options, () => ({ randomValues: randomFillSync(new Uint8Array(options.length)).buffer }))
    },
    makePhoneCall: (options: Callbacks) => {
      later('makePhoneCall', options)
    },
    getLocation: (options: Callbacks) => {
      later('getLocation', options, () => ({ latitude: 28.6, longitude: 119.28 }))
    },
    openLocation: (options: Callbacks) => {
      later('openLocation', options)
    },
    getScreenBrightness: (options: Callbacks) => {
      later('getScreenBrightness', options, () => ({ value: 0.4 }))
    },
    setScreenBrightness: (options: Callbacks) => {
      later('setScreenBrightness', options)
    },
    setKeepScreenOn: (options: Callbacks) => {
      later('setKeepScreenOn', options)
    },
    onAppShow: () => undefined,
    onAppHide: () => undefined,
    getLaunchOptionsSync: () => ({ path: '', query: {}, scene: 1001 }),
    getEnterOptionsSync: () => ({ path: '', query: {}, scene: 1001 }),
  }
}

function storageOf({ storage }: WxParts): Record<string, Api> {
  return {
    getStorageSync: (key: string) => storage.get(key) ?? '',
    setStorageSync: (key: string, value: unknown) => {
      storage.set(key, value)
    },
    removeStorageSync: (key: string) => {
      storage.delete(key)
    },
    getStorageInfoSync: () => ({ keys: [...storage.keys()], currentSize: 1, limitSize: 10_240 }),
  }
}

function person({ person: phone, appId }: WxParts): Record<string, Api> {
  const asked = (): WorldPhone => {
    if (phone === null) throw new Error('nobody holds this phone')
    return phone
  }
  return {
    login: (options: Callbacks = {}) => {
      later('login', options, async () => ({ code: await asked().login() }))
    },
    requestPayment: (options: Callbacks & Record<string, unknown>) => {
      later('requestPayment', options, async () => {
        const { timeStamp, nonceStr, package: prepay, signType, paySign } = options
        const errMsg = await asked().pay({ appId, timeStamp, nonceStr, package: prepay, signType, paySign })
        if (errMsg !== 'requestPayment:ok') throw new Error(errMsg.replace(/^requestPayment:fail ?/, ''))
        return {}
      })
    },
    requestSubscribeMessage: ({ tmplIds, ...options }: Callbacks & { readonly tmplIds: readonly string[] }) => {
      later('requestSubscribeMessage', options, async () => {
        const answers = tmplIds.map(async (id): Promise<[string, string]> => [id, await asked().subscribe(id)])
        return Object.fromEntries(await Promise.all(answers))
      })
    },
  }
}

function takingAway({ taken }: WxParts): Record<string, Api> {
  const onDevice = new Map<string, string>()
  const files = {
    writeFileSync: (path: string, text: string) => {
      onDevice.set(path, text)
    },
    unlinkSync: (path: string) => {
      onDevice.delete(path)
    },
  }
  return {
    getFileSystemManager: () => files,
    shareFileMessage: (options: Callbacks & { filePath: string; fileName?: string }) => {
      later('shareFileMessage', options, () => {
        const text = onDevice.get(options.filePath)
        if (text === undefined) throw new Error('file not exist')
        taken.files.set(options.fileName ?? options.filePath, text)
        return {}
      })
    },
    setClipboardData: (options: Callbacks & { data: string }) => {
      later('setClipboardData', options, () => {
        taken.copied.push(options.data)
        return {}
      })
    },
  }
}
