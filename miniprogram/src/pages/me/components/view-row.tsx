import { Text, View } from '@tarojs/components'
import { aria } from '#platform/aria.ts'
import { setView } from '#platform/session/session.ts'
import { setTextStep, textSteps, useTextStep } from '#platform/text-size/text-step.ts'
import { IconTile } from '#ui/icon.tsx'
import { Tap, flag } from '#ui/tap.tsx'
import { useElder } from '#ui/use-elder.ts'
import { tabWords } from '../../strings.zh-CN.ts'

/** The elder view on and off, and in it the size of the letters, with a line to try it on. */
export function ViewRow() {
  const elder = useElder()
  return (
    <View className="card card-flush">
      <Tap
        className="row"
        onTap={() => {
          setView(elder ? 'standard' : 'elder')
        }}
        said={{ role: 'switch', checked: flag(elder) }}
      >
        <IconTile name="letters" />
        <View className="row-w">
          <Text className="row-t">{tabWords.elder}</Text>
          <Text className="row-s">{tabWords.elderNote}</Text>
        </View>
        <View className={elder ? 'sw sw-on' : 'sw'} />
      </Tap>
      {elder && <Steps />}
    </View>
  )
}

function Steps() {
  const chosen = useTextStep()
  return (
    <View className="row ts">
      <Text className="b">{tabWords.size}</Text>
      <View className="chips" {...aria({ role: 'radiogroup', label: tabWords.size })}>
        {textSteps.map((step) => (
          <Tap
            key={step}
            className={step === chosen ? 'chip chip-on' : 'chip'}
            onTap={() => {
              setTextStep(step)
            }}
            said={{ role: 'radio', checked: flag(step === chosen), label: tabWords.sizeOf(step) }}
          >
            {String(step)}
          </Tap>
        ))}
      </View>
      <Text className="para">{tabWords.sizeSample}</Text>
    </View>
  )
}
