import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import type { GuardianRelation, Member } from '@xlb/shared/families/contract.ts'
import { once } from '#platform/act/once.ts'
import { useAct } from '#platform/act/use-act.ts'
import { refreshQueries } from '#platform/api/query.ts'
import { aria } from '#platform/aria.ts'
import { settleKey } from '#platform/storage/pending-key.ts'
import { Button } from '#ui/button.tsx'
import { CallTownship } from '#ui/call-township.tsx'
import { Card } from '#ui/card.tsx'
import { ChoiceRow } from '#ui/more/choice-row.tsx'
import { Field } from '#ui/more/field.tsx'
import { idFault } from '#ui/more/id-fault.ts'
import { Problem } from '#ui/more/problem.tsx'
import { addWords, relationWords } from '../strings.zh-CN.ts'
import './families.scss'
import { WhatToBring } from './what-to-bring.tsx'

const JOB = 'families.addChild'
const relations: readonly GuardianRelation[] = ['mother', 'father', 'grandparent', 'other']

/** The child's name and number live in this form only. */
export function AddChildForm({ onAdded }: { onAdded: (member: Member) => void }) {
  const [name, setName] = useState('')
  const [idNo, setIdNo] = useState('')
  const [relation, setRelation] = useState<GuardianRelation | null>(null)
  const [unpicked, setUnpicked] = useState(false)
  const act = useAct()
  const changed =
    <T,>(set: (value: T) => void) =>
    (value: T) => {
      settleKey(JOB)
      act.clear()
      setUnpicked(false)
      set(value)
    }
  const add = async (as: GuardianRelation): Promise<void> => {
    onAdded(await once('families.addChild', { body: { name, idNo, relation: as } }, JOB))
    await refreshQueries(['families.list', 'home.get'])
  }
  const { problem } = act
  return (
    <View>
      <Card title={addWords.about}>
        <Text className="sub">{addWords.aboutWords}</Text>
        <View className="ac">
          <Field
            label={addWords.name}
            hint={addWords.nameHint}
            value={name}
            problem={problem?.fieldMessage('body.name')}
            onType={changed(setName)}
          />
          <Field
            label={addWords.idNo}
            hint={addWords.idNoHint}
            type="idcard"
            value={idNo}
            problem={idFault(idNo, problem)}
            onType={changed(setIdNo)}
          />
          <Relations chosen={relation} onPick={changed(setRelation)} />
          {unpicked && <Text className="sub b">{addWords.pickRelation}</Text>}
        </View>
        <Button
          words={act.busy ? addWords.adding : addWords.add}
          off={act.busy}
          onTap={() => {
            if (relation === null) setUnpicked(true)
            else act.run(() => add(relation))
          }}
        />
        <Text className="sub ac">{addWords.notKept}</Text>
      </Card>
      {problem?.code === 'guardianship-unknown' ? (
        <WhatToBring words={problem.message} />
      ) : (
        <Problem error={problem} title={(problem?.fields.length ?? 0) > 0 ? addWords.fieldsWrong : addWords.problem} />
      )}
      <View className="gap">
        <CallTownship />
      </View>
    </View>
  )
}

interface RelationsProps {
  chosen: GuardianRelation | null
  onPick: (relation: GuardianRelation) => void
}

/** Nothing is ticked beforehand. */
function Relations({ chosen, onPick }: RelationsProps) {
  return (
    <View>
      <Text className="ac-l">{addWords.relation}</Text>
      <View {...aria({ role: 'radiogroup', label: addWords.relation })}>
        {relations.map((relation) => (
          <ChoiceRow
            key={relation}
            title={relationWords[relation]}
            chosen={relation === chosen}
            onChoose={() => {
              onPick(relation)
            }}
          />
        ))}
      </View>
    </View>
  )
}
