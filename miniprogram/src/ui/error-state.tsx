import { Text, View } from '@tarojs/components'
import { aria } from '#platform/aria.ts'
import type { ApiError } from '#platform/api/api-error.ts'
import { Button } from './button.tsx'
import { CallTownship } from './call-township.tsx'
import { Heading } from './heading.tsx'
import { uiWords } from './strings.zh-CN.ts'

/** Nothing came: what happened, what to do (again, or by phone), and the number for the staff last. */
export function ErrorState({ error, onAgain }: { error: ApiError; onAgain: () => void }) {
  const title = error.status === 0 ? uiWords.offlineTitle : uiWords.errorTitle
  return (
    <View>
      <View className="card none" {...aria({ role: 'alert' })}>
        <View className="none-p none-error" />
        <Heading level="2" className="none-h">
          {title}
        </Heading>
        <Text className="none-w">{error.message}</Text>
        <Text className="none-w">{uiWords.errorMine}</Text>
        <Button words={uiWords.again} onTap={onAgain} />
      </View>
      <CallTownship />
      {error.requestId !== '' && <Text className="code">{uiWords.codeOf(error.requestId)}</Text>}
    </View>
  )
}
