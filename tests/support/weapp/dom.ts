/** The screen of the phone: glass-easel draws into a document, and jsdom is one. Page code never sees it (code.ts hides it). */
import { JSDOM } from 'jsdom'

export interface Screen {
  readonly body: HTMLElement
  readonly close: () => void
}

/** Installs a document for glass-easel, which asks the global object for one. Call before glass-easel makes its first backend. */
export function openScreen(): Screen {
  const dom = new JSDOM('<!doctype html><html><body></body></html>', { pretendToBeVisual: true })
  const { window } = dom
  Object.assign(globalThis, { window, document: window.document })
  return {
    body: window.document.body,
    close: () => {
      window.close()
      Reflect.deleteProperty(globalThis, 'window')
      Reflect.deleteProperty(globalThis, 'document')
    },
  }
}
