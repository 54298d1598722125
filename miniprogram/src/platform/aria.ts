/**
 * What a screen reader is told. WeChat's templates take `ariaRole`, `ariaLabel`, … (printed into WXML by config/taro-plugins/templates.cjs), browsers
 * take `role` and `aria-label`; the elements of Taro's H5 are not buttons by themselves, so a tap there also needs a place in the tab order
 * and the keyboard. Every state is text, as WXML has no booleans here.
 */
import type { KeyboardEvent } from 'react'

type Role =
  | 'button'
  | 'link'
  | 'tab'
  | 'tablist'
  | 'checkbox'
  | 'radio'
  | 'radiogroup'
  | 'switch'
  | 'heading'
  | 'img'
  | 'list'
  | 'listitem'
  | 'alert'
  | 'status'
  | 'dialog'
  | 'progressbar'
  | 'table'
  | 'row'
  | 'cell'
  | 'columnheader'
  | 'navigation'
  | 'main'
type Flag = 'true' | 'false'

export interface Aria {
  readonly role?: Role
  readonly label?: string
  readonly hidden?: Flag
  readonly checked?: Flag
  readonly selected?: Flag
  readonly expanded?: Flag
  readonly disabled?: Flag
  readonly live?: 'polite' | 'assertive'
  readonly level?: '1' | '2' | '3'
}

type Props = Record<string, unknown>

/** Properties to spread into a View, Text, Button or Image. */
export function aria(said: Aria): Props {
  return process.env.TARO_ENV === 'h5' ? forBrowser(said) : forWeChat(said)
}

function forWeChat(said: Aria): Props {
  return Object.fromEntries(
    Object.entries(said).map(([name, value]) => [`aria${name[0]?.toUpperCase() ?? ''}${name.slice(1)}`, value]),
  )
}

function forBrowser({ role, ...rest }: Aria): Props {
  const named = Object.fromEntries(Object.entries(rest).map(([name, value]) => [`aria-${name}`, value]))
  return role === undefined ? named : { role, ...named }
}

/** Something that can be tapped and is not a Button: its action, its role (a button, unless said otherwise) and its name. */
export function tappable(run: () => void, said: Aria = {}): Props {
  const told = aria({ role: 'button', ...said })
  if (process.env.TARO_ENV !== 'h5') return { onClick: run, ...told }
  return { onClick: run, onKeyDown: onEnter(run), tabIndex: 0, ...told }
}

function onEnter(run: () => void): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return
    event.preventDefault()
    run()
  }
}

/** The name of an Input, or the words of a picture: in a browser they belong on the element inside Taro's own. */
export function fieldAria(label: string): Props {
  return process.env.TARO_ENV === 'h5' ? { nativeProps: { 'aria-label': label } } : { ariaLabel: label }
}
