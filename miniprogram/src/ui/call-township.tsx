import { Text, View } from '@tarojs/components'
import type { Call } from '@xlb/shared/accounts/contract.ts'
import { callNumber } from '#platform/phone/phone.ts'
import { Button } from './button.tsx'
import { Icon, IconTile } from './icon.tsx'
import { uiWords } from './strings.zh-CN.ts'
import { Tap } from './tap.tsx'
import { useCall } from './use-call.ts'
import { useElder } from './use-elder.ts'

/** The number of the counter and its hours, on every page that can fail. `call` overrides the township's own; `title` is the elder view's. */
export function CallTownship({ call, title = uiWords.callBig }: { call?: Call; title?: string }) {
  const own = useCall()
  const { office, phone, hours } = call ?? own
  const dial = () => {
    callNumber(phone)
  }
  if (useElder()) {
    return (
      <Tap className="call-big" onTap={dial}>
        <Icon name="phone" />
        <View>
          <Text className="call-n">{title}</Text>
          <Text className="call-s">{phone}</Text>
          <Text className="call-s">{hours}</Text>
        </View>
      </Tap>
    )
  }
  return (
    <View className="card call">
      <IconTile name="phone" />
      <View className="call-m">
        <Text className="call-n">{phone}</Text>
        <Text className="call-s">{office}</Text>
        <Text className="call-s">{hours}</Text>
      </View>
      <Button words={uiWords.call} kind="quiet" small onTap={dial} label={uiWords.callNumber(phone)} />
    </View>
  )
}
