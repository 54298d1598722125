import { Input, Text, View } from '@tarojs/components'
import { aria, fieldAria } from '#platform/aria.ts'
import './field.scss'
import { Icon } from '../icon.tsx'

interface FieldProps {
  label: string
  /** Below the label: where to find it, how to write it. Never inside the box, where it would vanish. */
  hint?: string
  value: string
  /** `idcard`: WeChat's keyboard with an X. */
  type?: 'text' | 'number' | 'idcard'
  most?: number
  /** What is wrong with it, said beside it. */
  problem?: string | undefined
  onType: (value: string) => void
}

/** A box to write in: name above, mistake below. What was typed is never trimmed or corrected here. */
export function Field({ label, hint, value, type = 'text', most = 100, problem, onType }: FieldProps) {
  return (
    <View className={problem === undefined ? 'fd' : 'fd fd-bad'}>
      <Text className="fd-l">{label}</Text>
      {hint !== undefined && <Text className="fd-h">{hint}</Text>}
      <Input
        className="fd-i"
        type={type}
        value={value}
        maxlength={most}
        onInput={(event) => {
          onType(event.detail.value)
        }}
        {...fieldAria(problem === undefined ? label : `${label}，${problem}`)}
      />
      {problem !== undefined && (
        <View className="fd-e" {...aria({ role: 'alert' })}>
          <Icon name="alert" />
          <Text>{problem}</Text>
        </View>
      )}
    </View>
  )
}
