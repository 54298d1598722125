import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import type { Me } from '@xlb/shared/accounts/contract.ts'
import { useAct } from '#platform/act/use-act.ts'
import { call } from '#platform/api/call.ts'
import { PhoneNumberButton } from '#platform/phone-number/phone-number-button.tsx'
import type { NumberOutcome } from '#platform/phone-number/phone-number-button.tsx'
import { Banner } from '#ui/banner.tsx'
import { Card } from '#ui/card.tsx'
import { Problem } from '#ui/more/problem.tsx'
import { phoneWords } from '../identity.zh-CN.ts'
import './accounts.scss'

const refusals = { refused: phoneWords.refusedWords, cannot: phoneWords.cannotWords } as const

/** The number WeChat knows; a no is answered kindly and closes nothing. */
export function NumberByWechat({ onBound }: { onBound: (me: Me) => Promise<void> }) {
  const act = useAct()
  const [refused, setRefused] = useState<keyof typeof refusals | null>(null)
  const answer = (outcome: NumberOutcome): void => {
    setRefused(outcome.kind === 'code' ? null : outcome.kind)
    if (outcome.kind !== 'code') return
    const { code } = outcome
    act.run(async () => onBound(await call('accounts.bindPhone', { body: { by: 'wechat', code } })))
  }
  return (
    <Card title={phoneWords.byWechat}>
      <Text className="sub">{phoneWords.byWechatWords}</Text>
      <View className="rn-n">
        <PhoneNumberButton className="btn btn-primary" onAnswer={answer}>
          {act.busy ? phoneWords.confirming : phoneWords.wechat}
        </PhoneNumberButton>
      </View>
      {refused !== null && (
        <Banner tone="brand" icon="alert" alert title={phoneWords.refused} words={refusals[refused]} />
      )}
      <Problem error={act.problem} title={phoneWords.problem} />
    </Card>
  )
}
