import { View } from '@tarojs/components'
import { go } from '#platform/nav/nav.ts'
import { Button } from './button.tsx'
import { CallTownship } from './call-township.tsx'
import { EmptyState } from './empty-state.tsx'
import { uiWords } from './strings.zh-CN.ts'

/** In the place of what only a signed-in person can see. Nothing else is closed. */
export function NeedSignIn() {
  return (
    <View>
      <EmptyState title={uiWords.needSignIn} words={uiWords.needSignInWords} picture="mark">
        <Button
          words={uiWords.goSignIn}
          onTap={() => {
            void go('accounts.signIn')
          }}
        />
      </EmptyState>
      <CallTownship />
    </View>
  )
}
