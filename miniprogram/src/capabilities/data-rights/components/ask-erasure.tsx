import { Text, View } from '@tarojs/components'
import { once } from '#platform/act/once.ts'
import { useAct } from '#platform/act/use-act.ts'
import { refreshQueries } from '#platform/api/query.ts'
import { AskFirst } from '#ui/more/ask-first.tsx'
import { Problem } from '#ui/more/problem.tsx'
import { erasureWords } from '../strings.zh-CN.ts'

export function AskErasure() {
  const act = useAct()
  const ask = async (): Promise<void> => {
    await once('dataRights.requestErasure', { body: { understood: true } })
    await refreshQueries(['dataRights.erasure', 'home.get'])
  }
  return (
    <View className="gap">
      <AskFirst
        words={erasureWords.ask}
        icon="erase"
        title={erasureWords.askTitle}
        note={erasureWords.askWords}
        yes={erasureWords.yes}
        no={erasureWords.no}
        busy={act.busy}
        onYes={() => {
          act.run(ask)
        }}
      />
      <Problem error={act.problem} title={erasureWords.problem} />
      <Text className="sk-w">{erasureWords.onlySigningOut}</Text>
    </View>
  )
}
