import { Input, View } from '@tarojs/components'
import { fieldAria } from '#platform/aria.ts'
import { Icon } from './icon.tsx'
import { uiWords } from './strings.zh-CN.ts'
import { Tap } from './tap.tsx'

interface SearchBarProps {
  value: string
  hint: string
  onType: (value: string) => void
}

/** Words, pinyin or what people call it; what was typed stays until it is cleared by a tap. */
export function SearchBar({ value, hint, onType }: SearchBarProps) {
  return (
    <View className="find">
      <Icon name="search" />
      <Input
        className="find-i"
        type="text"
        value={value}
        placeholder={hint}
        placeholderClass="find-h"
        maxlength={40}
        confirmType="search"
        onInput={(event) => {
          onType(event.detail.value)
        }}
        {...fieldAria(uiWords.search)}
      />
      {value !== '' && (
        <Tap
          className="find-x"
          onTap={() => {
            onType('')
          }}
          said={{ label: uiWords.clear }}
        >
          <Icon name="close" />
        </Tap>
      )}
    </View>
  )
}
