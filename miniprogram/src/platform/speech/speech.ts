/**
 * Reading aloud, always started by a tap (WeChat forbids sound that starts by itself). In a browser its own voice reads. In the mini-program
 * the sound will come from the server's speech port, which does not exist yet: `canSpeak` says no and pages leave the button out.
 */
import { create } from 'zustand'

const SLOWER = 0.9
const SILENT = -1
const useSpeechStore = create<{ at: number }>(() => ({ at: SILENT }))
/** Each reading has its number, so that the end of one that was cut off says nothing about the next. */
let reading = 0

export function canSpeak(): boolean {
  if (process.env.TARO_ENV !== 'h5') return false
  return 'speechSynthesis' in window
}

/** Reads the sentences one by one; what was being read stops. */
export function speak(sentences: readonly string[]): void {
  if (process.env.TARO_ENV !== 'h5') return
  stopSpeaking()
  reading += 1
  sayFrom(sentences, 0, reading)
}

function sayFrom(sentences: readonly string[], at: number, mine: number): void {
  const sentence = sentences[at]
  if (mine !== reading) return
  if (sentence === undefined) {
    useSpeechStore.setState({ at: SILENT })
    return
  }
  const words = new SpeechSynthesisUtterance(sentence)
  words.lang = 'zh-CN'
  words.rate = SLOWER
  words.onend = () => {
    sayFrom(sentences, at + 1, mine)
  }
  words.onerror = stopSpeaking
  useSpeechStore.setState({ at })
  window.speechSynthesis.speak(words)
}

export function stopSpeaking(): void {
  if (process.env.TARO_ENV !== 'h5') return
  reading += 1
  window.speechSynthesis.cancel()
  useSpeechStore.setState({ at: SILENT })
}

/** Index of the sentence being read, -1 when silent. */
export function useSpeaking(): number {
  return useSpeechStore((state) => state.at)
}
