import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import type { AccountRow } from '@xlb/shared/bills/account-schemas.ts'
import type { Utility } from '@xlb/shared/bills/contract.ts'
import { useAct } from '#platform/act/use-act.ts'
import type { ApiError } from '#platform/api/api-error.ts'
import { call } from '#platform/api/call.ts'
import { refreshQueries } from '#platform/api/query.ts'
import { aria } from '#platform/aria.ts'
import { go } from '#platform/nav/nav.ts'
import { Banner } from '#ui/banner.tsx'
import { Button } from '#ui/button.tsx'
import { Card } from '#ui/card.tsx'
import { ChoiceRow } from '#ui/more/choice-row.tsx'
import { Field } from '#ui/more/field.tsx'
import { Problem } from '#ui/more/problem.tsx'
import { bindWords, utilityChoices } from '../accounts.zh-CN.ts'
import './accounts.scss'
import { Points } from './points.tsx'

/** A wait longer than this is no hurried finger: the day's tries are used up. */
const LONG_WAIT_S = 600

/** Code and name live in this form only; the answer is match or no match. */
export function BindForm({ onBound }: { onBound: (account: AccountRow) => void }) {
  const [utility, setUtility] = useState<Utility | null>(null)
  const [code, setCode] = useState('')
  const [ownerName, setOwnerName] = useState('')
  const [missed, setMissed] = useState(false)
  const [unpicked, setUnpicked] = useState(false)
  const act = useAct()
  const changed =
    <T,>(set: (value: T) => void) =>
    (value: T) => {
      act.clear()
      setMissed(false)
      setUnpicked(false)
      set(value)
    }
  const bind = async (what: Utility): Promise<void> => {
    setMissed(false)
    const { account } = await call('bills.bind', { body: { utility: what, code, ownerName } })
    if (account === null) {
      setMissed(true)
      return
    }
    await refreshQueries(['bills.accounts', 'bills.list', 'home.get'])
    onBound(account)
  }
  return (
    <View>
      <Card title={bindWords.about}>
        <Text className="sub">{bindWords.aboutWords}</Text>
        <View className="bd">
          <Utilities chosen={utility} onPick={changed(setUtility)} />
          <Unpicked shown={unpicked} />
        </View>
        <View className="bd">
          <Field
            label={bindWords.code}
            hint={bindWords.codeHint}
            most={24}
            value={code}
            problem={wrongIn(act.problem, 'body.code', code)}
            onType={changed(setCode)}
          />
          <Field
            label={bindWords.owner}
            hint={bindWords.ownerHint}
            value={ownerName}
            problem={wrongIn(act.problem, 'body.ownerName', ownerName)}
            onType={changed(setOwnerName)}
          />
        </View>
        <Button
          words={act.busy ? bindWords.adding : bindWords.add}
          off={act.busy}
          onTap={() => {
            if (utility === null) setUnpicked(true)
            else act.run(() => bind(utility))
          }}
        />
      </Card>
      {missed && (
        <View className="gap">
          <Banner tone="due" icon="alert" alert title={bindWords.noMatchTitle} words={bindWords.noMatch} />
        </View>
      )}
      <Refusal error={act.problem} />
      <View className="gap">
        <Points title={bindWords.privacyTitle} points={bindWords.privacy} />
      </View>
    </View>
  )
}

/** A code of the wrong shape is said in its own words; what was left empty by the server's. */
function wrongIn(error: ApiError | null, path: 'body.code' | 'body.ownerName', typed: string): string | undefined {
  const said = error?.fieldMessage(path)
  return said !== undefined && path === 'body.code' && typed !== '' ? bindWords.codeWrong : said
}

/** In a box of its own, so that its coming and going does not draw the choices anew. */
function Unpicked({ shown }: { shown: boolean }) {
  return (
    <View>
      {shown && (
        <View className="sub b" {...aria({ role: 'alert' })}>
          {bindWords.whichNone}
        </View>
      )}
    </View>
  )
}

function Utilities({ chosen, onPick }: { chosen: Utility | null; onPick: (utility: Utility) => void }) {
  return (
    <View>
      <Text className="bd-l">{bindWords.which}</Text>
      <View {...aria({ role: 'radiogroup', label: bindWords.which })}>
        {utilityChoices.map(({ utility, title }) => (
          <ChoiceRow
            key={utility}
            title={title}
            chosen={utility === chosen}
            onChoose={() => {
              onPick(utility)
            }}
          />
        ))}
      </View>
    </View>
  )
}

function Refusal({ error }: { error: ApiError | null }) {
  if (error === null) return null
  if (error.code === 'forbidden') {
    return (
      <View className="gap">
        <Banner tone="due" icon="alert" alert title={bindWords.nameFirst} words={bindWords.nameFirstWords}>
          <View className="bd">
            <Button
              words={bindWords.goRealName}
              kind="secondary"
              onTap={() => {
                void go('accounts.real-name')
              }}
            />
          </View>
        </Banner>
      </View>
    )
  }
  if (error.code === 'too-many-requests' && Number(error.params['seconds'] ?? 0) > LONG_WAIT_S) {
    return (
      <View className="gap">
        <Banner tone="due" icon="alert" alert title={bindWords.tooOftenTitle} words={bindWords.tooOften} />
      </View>
    )
  }
  return <Problem error={error} title={error.fields.length > 0 ? bindWords.fieldsWrong : bindWords.problem} />
}
