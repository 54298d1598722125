import { View } from '@tarojs/components'
import { Icon } from '../icon.tsx'
import './radio-mark.scss'

/** The round mark before a choice: a tick shows that it is made, not colour alone. `off`: it cannot be made. */
export function RadioMark({ on, off = false }: { on: boolean; off?: boolean }) {
  return <View className={`rm${on ? ' rm-on' : ''}${off ? ' rm-off' : ''}`}>{on && <Icon name="tick" />}</View>
}
