import { View } from '@tarojs/components'
import type { Call } from '@xlb/shared/accounts/contract.ts'
import type { ApiError } from '#platform/api/api-error.ts'
import { backTo, go } from '#platform/nav/nav.ts'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { troubleWords } from '../strings.zh-CN.ts'
import { ClinicCard } from './call-clinic.tsx'

/** These stand in the place of a kept copy too: what was shown is not to be shown any more, or never was right. */
const stopping = ['real-name-needed', 'consent-needed', 'registry-mismatch', 'registry-unknown', 'not-found'] as const
type Stopping = (typeof stopping)[number]

export const stoppingCode = (error: ApiError | undefined): Stopping | null =>
  stopping.find((code) => code === error?.code) ?? null

interface TroubleProps {
  code: Stopping
  /** The server's sentence. */
  words: string
  call: Call | undefined
  onAgain: () => void
}

/** What is in the way, and the one step that leads on. */
export function Trouble({ code, words, call, onAgain }: TroubleProps) {
  return (
    <View>
      <Step code={code} words={words} onAgain={onAgain} />
      <View className="gap">
        <ClinicCard call={call} />
      </View>
    </View>
  )
}

function Step({ code, words, onAgain }: Pick<TroubleProps, 'code' | 'words' | 'onAgain'>) {
  switch (code) {
    case 'real-name-needed':
      return (
        <EmptyState title={troubleWords.realName} words={troubleWords.realNameWords} picture="mark">
          <Button
            words={troubleWords.goRealName}
            onTap={() => {
              void go('accounts.real-name')
            }}
          />
        </EmptyState>
      )
    case 'consent-needed':
      return (
        <EmptyState title={troubleWords.consent} words={troubleWords.consentWords} picture="mark">
          <Button
            words={troubleWords.goConsent}
            onTap={() => {
              void go('data-rights.consent', { purpose: 'child-data' })
            }}
          />
        </EmptyState>
      )
    case 'not-found':
      return (
        <EmptyState title={troubleWords.gone} words={troubleWords.goneWords}>
          <Button
            words={troubleWords.toFamily}
            kind="quiet"
            onTap={() => {
              void backTo('vaccines.family')
            }}
          />
        </EmptyState>
      )
    default:
      return (
        <EmptyState title={code === 'registry-unknown' ? troubleWords.unknown : troubleWords.mismatch} words={words}>
          <Button words={troubleWords.again} kind="quiet" onTap={onAgain} />
        </EmptyState>
      )
  }
}
