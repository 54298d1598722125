import { View } from '@tarojs/components'
import { back } from '#platform/nav/nav.ts'
import { Button } from '#ui/button.tsx'
import { CallTownship } from '#ui/call-township.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { accountWords } from '../accounts.zh-CN.ts'

/** A kept copy must not go on showing an account that one no longer belongs to. */
export function AccountGone() {
  return (
    <View>
      <EmptyState title={accountWords.gone} words={accountWords.goneWords}>
        <Button
          words={accountWords.back}
          kind="quiet"
          onTap={() => {
            void back('bills.accounts')
          }}
        />
      </EmptyState>
      <CallTownship />
    </View>
  )
}
