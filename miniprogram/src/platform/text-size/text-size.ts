/**
 * How much larger than 16 px the person has set text (1 = as drawn). rem follows it by itself; this is for the few places that must know, such
 * as tables whose columns no longer fit. In a browser it is the root's size over 16, in the mini-program WeChat's own setting.
 */
import Taro from '@tarojs/taro'
import { useEffect } from 'react'
import { create } from 'zustand'

const DRAWN = 16
const useFactorStore = create<{ factor: number | null }>(() => ({ factor: null }))
let watching = false

/** The factor, followed while the page stands: a browser's text can be enlarged at any time, WeChat's only between two launches. */
export function useSystemFactor(): number {
  const followed = useFactorStore((state) => state.factor)
  useEffect(watchRoot, [])
  return followed ?? systemFactor()
}

function systemFactor(): number {
  return sized(process.env.TARO_ENV === 'h5' ? rootSize() / DRAWN : weChatSize() / DRAWN)
}

const rootSize = (): number => parseFloat(window.getComputedStyle(document.documentElement).fontSize)

function weChatSize(): number {
  const { fontSizeScaleFactor, fontSizeSetting } = Taro.getAppBaseInfo() as {
    fontSizeScaleFactor?: number
    fontSizeSetting?: number
  }
  return fontSizeScaleFactor === undefined ? (fontSizeSetting ?? DRAWN) : fontSizeScaleFactor * DRAWN
}

const sized = (factor: number): number => (Number.isFinite(factor) && factor > 0 ? factor : 1)

/** No event tells of a new root size; a box one rem wide does. */
function watchRoot(): void {
  if (process.env.TARO_ENV !== 'h5' || watching) return
  watching = true
  const probe = document.createElement('div')
  probe.style.cssText = 'position:fixed;top:0;left:0;width:1rem;height:0;visibility:hidden'
  document.body.append(probe)
  new ResizeObserver(() => {
    useFactorStore.setState({ factor: systemFactor() })
  }).observe(probe)
}
