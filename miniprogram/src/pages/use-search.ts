import { useEffect, useState } from 'react'
import { call } from '#platform/api/call.ts'
import { useSession } from '#platform/session/session.ts'
import { findInCatalogue } from './catalogue.ts'
import type { Entry } from './catalogue.ts'

/** Asked this long after the last key. */
const QUIET_MS = 300

/**
 * What fits the words typed: null while the answer is on its way. The server knows pinyin and synonyms; for someone who is not signed in, or
 * without a network, the catalogue on the device answers.
 */
export function useSearch(typed: string): readonly Entry[] | null {
  const signedIn = useSession().status === 'signed-in'
  const [found, setFound] = useState<{ words: string; entries: readonly Entry[] } | null>(null)
  const words = typed.trim()
  useEffect(() => {
    if (words === '') return undefined
    let current = true
    const timer = setTimeout(() => {
      void search(words, signedIn).then((entries) => {
        if (current) setFound({ words, entries })
      })
    }, QUIET_MS)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [words, signedIn])
  return found !== null && found.words === words ? found.entries : null
}

async function search(words: string, signedIn: boolean): Promise<readonly Entry[]> {
  if (!signedIn) return findInCatalogue(words)
  try {
    const { items } = await call('home.search', { query: { q: words } })
    return items.map(({ key, icon, title, note, link }) => ({
      key,
      icon,
      title,
      note,
      route: link.route,
      params: link.params,
    }))
  } catch {
    return findInCatalogue(words)
  }
}
