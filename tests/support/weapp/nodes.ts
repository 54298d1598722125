/** Reading the drawn page: names, roles, what can be tapped. */
import type { Element as EaselElement } from 'glass-easel'

/** glass-easel notes on each element of the document which node of its own tree it draws. */
export function easelOf(element: Element): EaselElement | null {
  const node: unknown = Reflect.get(element, '__wxElement')
  return isEasel(node) ? node : null
}

function isEasel(node: unknown): node is EaselElement {
  return typeof node === 'object' && node !== null && 'dispatchEvent' in node
}

/** true when the built template listens for a tap here. */
export function isTappable(element: Element): boolean {
  const target: unknown = Reflect.get(easelOf(element) ?? {}, '_$eventTarget')
  const listeners: unknown = typeof target === 'object' && target !== null ? Reflect.get(target, 'listeners') : null
  return typeof listeners === 'object' && listeners !== null && 'tap' in listeners
}

const said = (element: Element, name: string): string => (element.getAttribute(`aria-${name}`) ?? '').trim()
const isSilent = (element: Element): boolean => said(element, 'hidden') === 'true' || element.hasAttribute('hidden')

/** Words of an element as a screen reader would join them: its label, else the text of what it holds. */
export function nameOf(element: Element): string {
  if (isSilent(element)) return ''
  const label = said(element, 'label')
  if (label !== '') return label
  return textOf(element)
}

/** Words on the screen, one space between pieces. */
export function textOf(element: Element): string {
  if (isSilent(element)) return ''
  const pieces: string[] = []
  for (const child of element.childNodes) {
    pieces.push(isElement(child) ? textOf(child) : (child.textContent ?? '').trim())
  }
  return pieces.filter((piece) => piece !== '').join(' ')
}

const isElement = (node: Node): node is Element => 'tagName' in node

export const roleOf = (element: Element): string => said(element, 'role') || element.tagName.toLowerCase()

export function elementsOf(host: Element): readonly Element[] {
  return [...host.querySelectorAll('*')]
}

export function tappablesOf(host: Element): readonly Element[] {
  return elementsOf(host).filter((element) => isTappable(element) && !element.closest('[hidden]'))
}

/** Levels below `host`; the host itself is 0. */
export function depthOf(host: Element): number {
  return elementsOf(host).reduce((most, element) => {
    let depth = 0
    for (let at: Element | null = element; at !== null && at !== host; at = at.parentElement) depth += 1
    return Math.max(most, depth)
  }, 0)
}
