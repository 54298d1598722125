/** A text the person takes away: as a file, or over the clipboard. Started by a tap; both say what they did themselves (WeChat) or by the answer. */
import Taro from '@tarojs/taro'
import { wordsOf } from '../api/transport.ts'

/** `cancelled`: the person closed WeChat's list of chats; nothing went wrong. */
export type SaveOutcome = 'done' | 'cancelled' | 'failed'

/** A browser downloads it; WeChat sends it as a file to a chat that the person picks (their own 文件传输助手, say). */
export async function saveTextFile(name: string, text: string): Promise<SaveOutcome> {
  try {
    if (process.env.TARO_ENV === 'h5') download(name, text)
    else await shareFile(name, text)
    return 'done'
  } catch (error) {
    return wordsOf(error).includes('cancel') ? 'cancelled' : 'failed'
  }
}

export async function copyText(text: string): Promise<SaveOutcome> {
  try {
    if (process.env.TARO_ENV === 'h5') await window.navigator.clipboard.writeText(text)
    else await Taro.setClipboardData({ data: text })
    return 'done'
  } catch {
    return 'failed'
  }
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // Some browsers read the address only after the click has returned.
  setTimeout(() => {
    URL.revokeObjectURL(url)
  }, 10_000)
}

/** The file on the device goes again as soon as it was handed over: it holds everything about a person. */
async function shareFile(name: string, text: string): Promise<void> {
  const files = Taro.getFileSystemManager()
  const path = `${Taro.env.USER_DATA_PATH ?? ''}/${name}`
  files.writeFileSync(path, text, 'utf8')
  try {
    // Taro makes no promise of this one.
    await new Promise((resolve, reject) => {
      void Taro.shareFileMessage({ filePath: path, fileName: name, success: resolve, fail: reject })
    })
  } finally {
    files.unlinkSync(path)
  }
}
