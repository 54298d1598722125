import { View } from '@tarojs/components'

/** Names that `styles/icons.scss` draws; the server may send one of them for a card. */
export const iconNames = [
  'home',
  'apps',
  'bell',
  'me',
  'water',
  'electricity',
  'gas',
  'receipt',
  'help',
  'phone',
  'search',
  'back',
  'next',
  'down',
  'close',
  'clock',
  'tick',
  'done',
  'wait',
  'alert',
  'shield',
  'again',
  'speaker',
  'stop',
  'letters',
  'pin',
  'meter',
  'swap',
  'undo',
  'leave',
  'offline',
  'family',
  'vaccine',
] as const
/** Drawn by `more/more-icons.scss`, which a page that shows one of them brings along: Home's first load does not carry them. */
const moreIconNames = ['card', 'device', 'eye', 'download', 'erase', 'qr'] as const
export type IconName = (typeof iconNames)[number] | (typeof moreIconNames)[number]

/** The drawing of a name that came over the wire; one this version does not have is drawn as a tile of the catalogue. */
export function iconOf(name: string): IconName {
  return iconNames.find((known) => known === name) ?? 'apps'
}

/** The same on a page that brings `more/more-icons.scss`. */
export function moreIconOf(name: string): IconName {
  return moreIconNames.find((known) => known === name) ?? iconOf(name)
}

/** A drawing only: an empty box to a screen reader. The word stands beside it. */
export function Icon({ name, className = '' }: { name: IconName; className?: string }) {
  return <View className={`ico i-${name} ${className}`} />
}

/** The drawing on its tinted ground, at the head of rows and cards. */
export function IconTile({ name, tone }: { name: IconName; tone?: string }) {
  return (
    <View className={tone === undefined ? 'tile' : `tile t-${tone}`}>
      <Icon name={name} />
    </View>
  )
}
