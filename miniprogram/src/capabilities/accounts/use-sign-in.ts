import { useState } from 'react'
import { toApiError } from '#platform/api/api-error.ts'
import { back, replace } from '#platform/nav/nav.ts'
import { signIn } from '#platform/session/session.ts'
import { useSessionStore } from '#platform/session/store.ts'
import { askAgreement } from './ask-agreement.ts'
import { signInWords } from './strings.zh-CN.ts'

export interface SignInNote {
  tone: 'due' | 'brand'
  title: string
  words: string
}

interface SignInAct {
  readonly busy: boolean
  readonly note: SignInNote | null
  readonly start: () => void
  /** Says that the county has to be chosen first. */
  readonly needCounty: () => void
}

/** The one button: signs in and goes back to where the person came from; what went otherwise is said on the page. */
export function useSignIn(county: string | null): SignInAct {
  const [busy, setBusy] = useState(false)
  const [note, setNote] = useState<SignInNote | null>(null)
  const run = async (tenant: string): Promise<void> => {
    setBusy(true)
    setNote(null)
    try {
      const outcome = await signIn(tenant, askAgreement(tenant))
      if (outcome === 'ok') await goOn()
      else setNote(notes[outcome])
    } catch (error) {
      setNote({ tone: 'due', title: signInWords.problem, words: toApiError(error).message })
    } finally {
      setBusy(false)
    }
  }
  const needCounty = (): void => {
    setNote({ tone: 'due', title: signInWords.chooseFirst, words: '' })
  }
  return {
    busy,
    note,
    needCounty,
    start: () => {
      if (busy) return
      if (county === null) needCounty()
      else void run(county)
    },
  }
}

/** Back to where the person came from; whose village is not known yet is offered to choose it first, and may leave it. */
async function goOn(): Promise<void> {
  if (useSessionStore.getState().me?.village === null) await replace('accounts.village', { first: 'yes' })
  else await back()
}

const notes = {
  cancelled: { tone: 'brand', title: signInWords.cancelled, words: signInWords.cancelledWords },
  'open-mini-program': { tone: 'brand', title: signInWords.inWeChat, words: signInWords.inWeChatWords },
} as const
