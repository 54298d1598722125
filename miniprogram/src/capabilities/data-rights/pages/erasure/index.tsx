import { Text, View } from '@tarojs/components'
import type { CallOutput } from '#platform/api/endpoints.ts'
import { useQuery } from '#platform/api/query.ts'
import { page } from '#platform/fail/page.tsx'
import { useSession } from '#platform/session/session.ts'
import { Card } from '#ui/card.tsx'
import { AnswerPage } from '#ui/more/answer-page.tsx'
import { spokenMinute } from '#ui/more/when.ts'
import { AskErasure } from '../../components/ask-erasure.tsx'
import { CurrentErasure } from '../../components/current-erasure.tsx'
import { Report } from '../../components/report.tsx'
import { erasureWords } from '../../strings.zh-CN.ts'

type Answer = CallOutput<'dataRights.erasure'>

/** What would go and what has to stay, before anything is asked; a request under way with the way back. */
function ErasurePage() {
  const { status } = useSession()
  const answer = useQuery(status === 'signed-in' ? 'dataRights.erasure' : null, {})
  return (
    <AnswerPage title={erasureWords.title} query={answer} speech={speak}>
      {({ current, preview }) => (
        <View>
          {current?.state === 'REQUESTED' && <CurrentErasure erasure={current} />}
          {current?.state === 'DONE' ? (
            <Card title={erasureWords.done}>
              <Text className="para">{erasureWords.doneWords}</Text>
            </Card>
          ) : (
            <Card>
              <Text className="para">{erasureWords.why}</Text>
            </Card>
          )}
          <Report rows={current?.state === 'DONE' ? current.report : preview} />
          {current?.state !== 'REQUESTED' && <AskErasure />}
        </View>
      )}
    </AnswerPage>
  )
}

function speak({ current, preview }: Answer): string[] {
  const what = (outcome: 'erased' | 'kept'): string[] =>
    preview.filter((row) => row.outcome === outcome).map((row) => row.what)
  return [
    ...(current?.state === 'REQUESTED'
      ? [erasureWords.spokenCurrent(spokenMinute(current.dueAt))]
      : erasureWords.spoken),
    erasureWords.spokenErased(what('erased')),
    erasureWords.spokenKept(what('kept')),
  ].filter((sentence) => sentence !== '')
}

export default page(ErasurePage)
