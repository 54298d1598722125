/** Where the phone is and how to get somewhere. Only ever after a tap; the position stays on the phone. */
import Taro from '@tarojs/taro'
import { toChineseMap } from './chinese-datum.ts'
import type { Position } from './chinese-datum.ts'

const WAIT_MS = 10_000

/** WGS 84; null where the person says no, or nobody can tell. */
export async function whereAmI(): Promise<Position | null> {
  try {
    return await (process.env.TARO_ENV === 'h5' ? askBrowser() : askWeChat())
  } catch {
    return null
  }
}

function askBrowser(): Promise<Position> {
  return new Promise((resolve, reject) => {
    window.navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude } }) => {
        resolve({ latitude, longitude })
      },
      reject,
      { timeout: WAIT_MS },
    )
  })
}

async function askWeChat(): Promise<Position> {
  const { latitude, longitude } = await Taro.getLocation({ type: 'wgs84' })
  return { latitude, longitude }
}

/** WeChat's map with the way there. A browser has none: there the address is what helps. */
export function showOnMap(position: Position, name: string, address: string): void {
  if (process.env.TARO_ENV !== 'h5') {
    void Taro.openLocation({ ...toChineseMap(position), name, address }).catch(() => undefined)
  }
}
