import { Text } from '@tarojs/components'
import type { Erasure } from '@xlb/shared/data-rights/contract.ts'
import { useAct } from '#platform/act/use-act.ts'
import { call } from '#platform/api/call.ts'
import { refreshQueries } from '#platform/api/query.ts'
import { Button } from '#ui/button.tsx'
import { Card } from '#ui/card.tsx'
import { KeyValue } from '#ui/key-value.tsx'
import { Problem } from '#ui/more/problem.tsx'
import { useWhen } from '#ui/more/when.ts'
import { erasureWords } from '../strings.zh-CN.ts'

/** A request under way: when it is carried out, and the button that calls it back. */
export function CurrentErasure({ erasure }: { erasure: Erasure }) {
  const act = useAct()
  const { minute } = useWhen()
  const callBack = async (): Promise<void> => {
    await call('dataRights.cancelErasure', {})
    await refreshQueries(['dataRights.erasure', 'home.get'])
  }
  return (
    <Card title={erasureWords.current}>
      <KeyValue name={erasureWords.requestedAt} value={minute(erasure.requestedAt)} />
      <KeyValue name={erasureWords.dueAt} value={minute(erasure.dueAt)} />
      <Text className="para">{erasureWords.callBackWords}</Text>
      <Button
        words={act.busy ? erasureWords.callingBack : erasureWords.callBack}
        off={act.busy}
        onTap={() => {
          act.run(callBack)
        }}
      />
      <Problem error={act.problem} title={erasureWords.problem} />
    </Card>
  )
}
