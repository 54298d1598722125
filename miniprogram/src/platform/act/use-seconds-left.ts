import { useEffect, useState } from 'react'
import { serverNow } from '../api/clock.ts'
import { usePageInFront } from '../nav/page.ts'

/** Whole seconds until an instant by the server's clock, 0 from then on and for null. One update a second, none while another page is in front. */
export function useSecondsLeft(until: string | null): number {
  const inFront = usePageInFront()
  const [left, setLeft] = useState(() => secondsTo(until))
  useEffect(() => {
    setLeft(secondsTo(until))
    if (until === null || !inFront) return undefined
    const timer = setInterval(() => {
      const now = secondsTo(until)
      setLeft(now)
      if (now === 0) clearInterval(timer)
    }, 1000)
    return () => {
      clearInterval(timer)
    }
  }, [until, inFront])
  return left
}

const secondsTo = (until: string | null): number =>
  until === null ? 0 : Math.max(0, Math.ceil((Date.parse(until) - serverNow()) / 1000))
