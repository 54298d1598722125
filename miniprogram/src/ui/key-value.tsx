import { Text, View } from '@tarojs/components'

/** A name and its value; side by side where there is room, else one below the other. */
export function KeyValue({ name, value }: { name: string; value: string }) {
  return (
    <View className="kv">
      <Text className="kv-k">{name}</Text>
      <Text className="kv-v">{value}</Text>
    </View>
  )
}
