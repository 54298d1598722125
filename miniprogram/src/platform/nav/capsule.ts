/** Room that WeChat keeps for itself at the top of a page that draws its own head, in px. */
import Taro from '@tarojs/taro'

export interface TopInset {
  /** Height of the phone's status bar. */
  readonly status: number
  /** Height of the bar in which WeChat's capsule floats. */
  readonly bar: number
  /** Width at the right edge that the capsule covers. */
  readonly right: number
}

const BAR = 44
let known: TopInset | null = null

export function topInset(): TopInset {
  known ??= process.env.TARO_ENV === 'h5' ? { status: 0, bar: 0, right: 0 } : measure()
  return known
}

function measure(): TopInset {
  const { statusBarHeight = 0, windowWidth } = Taro.getWindowInfo()
  const capsule = Taro.getMenuButtonBoundingClientRect()
  if (capsule.width === 0) return { status: statusBarHeight, bar: BAR, right: 0 }
  return {
    status: statusBarHeight,
    bar: (capsule.top - statusBarHeight) * 2 + capsule.height,
    right: windowWidth - capsule.left,
  }
}
