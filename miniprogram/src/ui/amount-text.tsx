import { Text, View } from '@tarojs/components'
import { aria } from '#platform/aria.ts'
import { formatYuan, speakYuan } from '@xlb/shared/platform/money-words.ts'

/** `amount` in fen. Read aloud the way people say it: 86 元 4 角. */
export function AmountText({ amount, small = false }: { amount: number; small?: boolean }) {
  return (
    <View className={small ? 'amt amt-s' : 'amt'} {...aria({ role: 'img', label: speakYuan(amount) })}>
      {formatYuan(amount)}
      <Text className="amt-u">元</Text>
    </View>
  )
}
