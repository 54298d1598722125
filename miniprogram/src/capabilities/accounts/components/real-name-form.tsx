import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { once } from '#platform/act/once.ts'
import { useAct } from '#platform/act/use-act.ts'
import { refreshQueries } from '#platform/api/query.ts'
import { rememberMe } from '#platform/session/session.ts'
import { settleKey } from '#platform/storage/pending-key.ts'
import { Button } from '#ui/button.tsx'
import { Card } from '#ui/card.tsx'
import { Field } from '#ui/more/field.tsx'
import { idFault } from '#ui/more/id-fault.ts'
import { Problem } from '#ui/more/problem.tsx'
import { realNameWords } from '../identity.zh-CN.ts'
import './accounts.scss'

const JOB = 'accounts.verifyRealName'

/** Name and number live in this form only: never in the device's store, gone when the page is left. */
export function RealNameForm() {
  const [name, setName] = useState('')
  const [idNo, setIdNo] = useState('')
  const act = useAct()
  const typed = (set: (value: string) => void) => (value: string) => {
    settleKey(JOB)
    act.clear()
    set(value)
  }
  const check = async (): Promise<void> => {
    rememberMe(await once('accounts.verifyRealName', { body: { name, idNo } }, JOB))
    await refreshQueries(['accounts.me', 'home.get'])
  }
  const faults = act.problem?.fields ?? []
  return (
    <View>
      <Card title={realNameWords.about}>
        <Text className="sub">{realNameWords.aboutWords}</Text>
        <View className="rn-n">
          <Field
            label={realNameWords.name}
            hint={realNameWords.nameHint}
            value={name}
            problem={act.problem?.fieldMessage('body.name')}
            onType={typed(setName)}
          />
          <Field
            label={realNameWords.idNo}
            hint={realNameWords.idNoHint}
            type="idcard"
            value={idNo}
            problem={idFault(idNo, act.problem)}
            onType={typed(setIdNo)}
          />
        </View>
        <Button
          words={act.busy ? realNameWords.checking : realNameWords.check}
          off={act.busy}
          onTap={() => {
            act.run(check)
          }}
        />
        <Text className="sub rn-n">{realNameWords.notKept}</Text>
      </Card>
      <Problem error={act.problem} title={faults.length > 0 ? realNameWords.fieldsWrong : realNameWords.problem} />
    </View>
  )
}
