import { localMinute } from '@xlb/shared/platform/day-words.ts'
import { Banner } from './banner.tsx'
import { uiWords } from './strings.zh-CN.ts'
import { Tap } from './tap.tsx'

/** A kept copy is shown: of when it is, and the way to ask again. */
export function StaleBanner({ asOf, onAgain }: { asOf: string; onAgain: () => void }) {
  return (
    <Banner tone="stale" icon="offline" title={uiWords.staleTitle(localMinute(asOf))} words={uiWords.staleWords}>
      <Tap className="link" onTap={onAgain}>
        {uiWords.staleAgain}
      </Tap>
    </Banner>
  )
}
