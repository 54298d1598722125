import { Text, View } from '@tarojs/components'
import type { Me } from '@xlb/shared/accounts/contract.ts'
import { serverNow } from '#platform/api/clock.ts'
import { Heading } from '#ui/heading.tsx'
import { HillHead } from '#ui/hill-head.tsx'
import { Icon } from '#ui/icon.tsx'
import { useElder } from '#ui/use-elder.ts'
import { ViewSwitch } from '#ui/view-switch.tsx'
import { placeOf } from '../../place.ts'
import { dayPart, tabWords } from '../../strings.zh-CN.ts'

/** Who is greeted, in which village; the switch of the view stands beside it (in the elder view: beside read-aloud). */
export function HomeHead({ me }: { me: Me | null }) {
  const elder = useElder()
  const place = me === null ? '' : placeOf(me)
  return (
    <HillHead>
      <View className="gr">
        <View className="gr-m">
          <Heading level="1" className="gr-t">
            {tabWords.greeting(me?.name ?? null, dayPart(serverNow()))}
          </Heading>
          <View className="gr-p">
            {place !== '' && <Icon name="pin" />}
            <Text>{place === '' ? tabWords.welcome : place}</Text>
          </View>
        </View>
        {!elder && <ViewSwitch className="vs" />}
      </View>
    </HillHead>
  )
}
