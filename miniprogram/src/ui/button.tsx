import { Icon } from './icon.tsx'
import type { IconName } from './icon.tsx'
import { Tap } from './tap.tsx'

interface ButtonProps {
  words: string
  onTap: () => void
  /** One `primary` a page. */
  kind?: 'primary' | 'secondary' | 'quiet' | 'plain'
  icon?: IconName
  small?: boolean
  off?: boolean
  /** The full name, when the words alone do not tell one button from another. */
  label?: string
}

export function Button({ words, onTap, kind = 'primary', icon, small = false, off = false, label }: ButtonProps) {
  const className = `btn btn-${kind}${small ? ' btn-small' : ''}${off ? ' btn-off' : ''}`
  return (
    <Tap className={className} onTap={onTap} off={off} said={label === undefined ? {} : { label }}>
      {icon !== undefined && <Icon name={icon} />}
      {words}
    </Tap>
  )
}
