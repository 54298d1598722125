import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import type { Me } from '@xlb/shared/accounts/contract.ts'
import { once } from '#platform/act/once.ts'
import { useAct } from '#platform/act/use-act.ts'
import { useSecondsLeft } from '#platform/act/use-seconds-left.ts'
import { call } from '#platform/api/call.ts'
import { serverNow } from '#platform/api/clock.ts'
import { settleKey } from '#platform/storage/pending-key.ts'
import { Button } from '#ui/button.tsx'
import { Card } from '#ui/card.tsx'
import { Field } from '#ui/more/field.tsx'
import { Problem } from '#ui/more/problem.tsx'
import { phoneWords } from '../identity.zh-CN.ts'
import { codeFault, numberFault } from '../typed-number.ts'
import './accounts.scss'

const JOB = 'accounts.sendPhoneCode'
const AGAIN_AFTER_MS = 60_000

interface Sent {
  readonly codeId: string
  readonly tail: string
  /** When another may be asked for. */
  readonly again: string
}

/** A number typed, and the six digits that prove it. */
export function NumberByCode({ onBound }: { onBound: (me: Me) => Promise<void> }) {
  const [phone, setPhone] = useState('')
  const [fault, setFault] = useState<string | undefined>()
  const [sent, setSent] = useState<Sent | null>(null)
  const act = useAct()
  const wait = useSecondsLeft(sent?.again ?? null)
  const send = async (): Promise<void> => {
    const { codeId } = await once('accounts.sendPhoneCode', { body: { phone } }, JOB)
    setSent({ codeId, tail: phone.slice(-4), again: new Date(serverNow() + AGAIN_AFTER_MS).toISOString() })
  }
  return (
    <Card title={phoneWords.bySms}>
      <Field
        label={phoneWords.number}
        hint={phoneWords.numberHint}
        type="number"
        most={20}
        value={phone}
        problem={fault ?? act.problem?.fieldMessage('body.phone')}
        onType={(value) => {
          settleKey(JOB)
          act.clear()
          setFault(undefined)
          setPhone(value)
        }}
      />
      <View className="rn-n">
        <Button
          words={wait > 0 ? phoneWords.wait(wait) : sendWords(act.busy, sent !== null)}
          kind="secondary"
          off={act.busy || wait > 0}
          onTap={() => {
            const wrong = numberFault(phone)
            setFault(wrong)
            if (wrong === undefined) act.run(send)
          }}
        />
      </View>
      <Problem error={act.problem} title={phoneWords.problem} />
      {sent !== null && <CodeField key={sent.codeId} sent={sent} onBound={onBound} />}
    </Card>
  )
}

function sendWords(busy: boolean, again: boolean): string {
  if (busy) return phoneWords.sending
  return again ? phoneWords.sendAgain : phoneWords.send
}

function CodeField({ sent, onBound }: { sent: Sent; onBound: (me: Me) => Promise<void> }) {
  const [code, setCode] = useState('')
  const [fault, setFault] = useState<string | undefined>()
  const act = useAct()
  const confirm = async (): Promise<void> => {
    await onBound(await call('accounts.bindPhone', { body: { by: 'sms', codeId: sent.codeId, code } }))
  }
  return (
    <View className="gap">
      <Text className="sub">{phoneWords.sent(sent.tail)}</Text>
      <View className="rn-n">
        <Field
          label={phoneWords.code}
          type="number"
          most={6}
          value={code}
          problem={fault ?? act.problem?.message}
          onType={(value) => {
            act.clear()
            setFault(undefined)
            setCode(value)
          }}
        />
      </View>
      <Button
        words={act.busy ? phoneWords.confirming : phoneWords.confirm}
        kind="secondary"
        off={act.busy}
        onTap={() => {
          const wrong = codeFault(code)
          setFault(wrong)
          if (wrong === undefined) act.run(confirm)
        }}
      />
    </View>
  )
}
