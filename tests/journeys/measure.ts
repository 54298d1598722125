/** What eyes and fingers need of a page, measured on the page itself. */
export interface Measured {
  /** How many px the page is wider than the screen. */
  readonly sideways: number
  readonly cut: readonly string[]
  readonly small: readonly string[]
  readonly nameless: readonly string[]
}

/** Runs inside the page, so it uses nothing from outside itself. */
export function measurePage(target: number): Measured {
  const seen = (element: Element): boolean => {
    const box = element.getBoundingClientRect()
    return (
      box.width > 0 && box.height > 0 && element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    )
  }
  const name = (element: Element): string => (element.getAttribute('aria-label') ?? element.textContent).trim()
  const told = (element: Element): string => `${element.className} “${name(element).slice(0, 24)}”`
  const all = [...document.querySelectorAll('body *')].filter(seen)
  const touchable = all.filter((one) =>
    one.matches('[role=button],[role=link],[role=tab],[role=radio],[role=switch],button,a[href]'),
  )
  const words = all.filter((one) =>
    [...one.childNodes].some((child) => child.nodeType === Node.TEXT_NODE && (child.textContent ?? '').trim() !== ''),
  )
  const cut = words.filter((one) => {
    const style = getComputedStyle(one)
    const clips = style.overflowX === 'hidden' || style.overflowX === 'clip' || style.textOverflow === 'ellipsis'
    const box = one.getBoundingClientRect()
    return (clips && one.scrollWidth > one.clientWidth + 1) || box.right > window.innerWidth + 1 || box.left < -1
  })
  const small = touchable.filter((one) => {
    const { width, height } = one.getBoundingClientRect()
    return width < target - 0.5 || height < target - 0.5
  })
  return {
    sideways: Math.max(0, document.documentElement.scrollWidth - window.innerWidth),
    cut: cut.map(told),
    small: small.map(
      (one) =>
        `${told(one)} ${String(Math.round(one.getBoundingClientRect().width))}×${String(Math.round(one.getBoundingClientRect().height))}`,
    ),
    nameless: touchable.filter((one) => name(one) === '').map(told),
  }
}
