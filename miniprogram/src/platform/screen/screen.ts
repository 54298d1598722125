/** A bright screen for a scanner, and as it was before. A browser cannot: there the white page has to do. */
import Taro from '@tarojs/taro'

/** Answers what puts it back; never throws. */
export async function brighten(): Promise<() => void> {
  if (process.env.TARO_ENV === 'h5') return () => undefined
  else return await brightenInWeChat()
}

async function brightenInWeChat(): Promise<() => void> {
  try {
    const before: { value: number } = await new Promise((resolve, reject) => {
      void Taro.getScreenBrightness({ success: resolve, fail: reject })
    })
    await Taro.setScreenBrightness({ value: 1 })
    await Taro.setKeepScreenOn({ keepScreenOn: true })
    return () => {
      void Taro.setScreenBrightness({ value: before.value }).catch(() => undefined)
      void Taro.setKeepScreenOn({ keepScreenOn: false }).catch(() => undefined)
    }
  } catch {
    return () => undefined
  }
}
