/** H5 only: a page of the world's stand-in phone over ours, answering by postMessage, as WeChat's own sheets lie over a mini-program. */

/**
 * Opens `url` in a sheet and resolves with what `read` makes of its message, or null when the person closes it. Messages from any other
 * origin or window are not looked at.
 */
export function overlayAnswer<T>(url: string, title: string, read: (data: unknown) => T | null): Promise<T | null> {
  const origin = new URL(url).origin
  const before = document.activeElement
  const { sheet, frame, close } = buildSheet(url, title)
  return new Promise((resolve) => {
    const end = (answer: T | null): void => {
      window.removeEventListener('message', onMessage)
      document.removeEventListener('keydown', onKey)
      sheet.remove()
      if (before instanceof HTMLElement) before.focus()
      resolve(answer)
    }
    const onMessage = (event: MessageEvent): void => {
      if (event.origin !== origin || event.source !== frame.contentWindow) return
      const answer = read(event.data)
      if (answer !== null) end(answer)
    }
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') end(null)
    }
    window.addEventListener('message', onMessage)
    document.addEventListener('keydown', onKey)
    close.addEventListener('click', () => {
      end(null)
    })
    document.body.append(sheet)
    close.focus()
  })
}

function buildSheet(
  url: string,
  title: string,
): { sheet: HTMLElement; frame: HTMLIFrameElement; close: HTMLButtonElement } {
  const sheet = document.createElement('div')
  sheet.className = 'world-sheet'
  sheet.setAttribute('role', 'dialog')
  sheet.setAttribute('aria-modal', 'true')
  sheet.setAttribute('aria-label', title)
  const close = document.createElement('button')
  close.type = 'button'
  close.className = 'world-sheet__close'
  close.textContent = '关闭'
  const frame = document.createElement('iframe')
  frame.className = 'world-sheet__frame'
  frame.title = title
  frame.src = url
  sheet.append(close, frame)
  return { sheet, frame, close }
}
