import { setView } from '#platform/session/session.ts'
import { Icon } from './icon.tsx'
import { uiWords } from './strings.zh-CN.ts'
import { Tap } from './tap.tsx'
import { useElder } from './use-elder.ts'

/** Standard and elder view, one tap, always visible on Home and Me. */
export function ViewSwitch({ className }: { className: string }) {
  const elder = useElder()
  return (
    <Tap
      className={className}
      onTap={() => {
        setView(elder ? 'standard' : 'elder')
      }}
      said={{ label: elder ? uiWords.toStandardSaid : uiWords.toElderSaid }}
    >
      <Icon name="letters" />
      {elder ? uiWords.toStandard : uiWords.toElder}
    </Tap>
  )
}
