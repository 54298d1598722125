/** When the phone believes that it has a network again. A hint: requests are sent all the same. */
import Taro from '@tarojs/taro'

let online = true
let whenBack: () => void = () => undefined

function tell(now: boolean): void {
  const back = now && !online
  online = now
  if (back) whenBack()
}

/** Called once at launch; `run` is called each time the network comes back. */
export function watchNetwork(run: () => void): void {
  whenBack = run
  if (process.env.TARO_ENV === 'h5') watchBrowser()
  else watchWeChat()
}

function watchBrowser(): void {
  tell(window.navigator.onLine)
  window.addEventListener('online', () => {
    tell(true)
  })
  window.addEventListener('offline', () => {
    tell(false)
  })
}

function watchWeChat(): void {
  void Taro.getNetworkType().then(
    ({ networkType }) => {
      tell(networkType !== 'none')
    },
    () => undefined,
  )
  Taro.onNetworkStatusChange(({ isConnected }) => {
    tell(isConnected)
  })
}
