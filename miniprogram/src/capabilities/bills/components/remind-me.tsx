import { Text, View } from '@tarojs/components'
import { aria } from '#platform/aria.ts'
import { isH5 } from '#platform/media.ts'
import { useTopic } from '#platform/subscribe/use-topic.ts'
import { Button } from '#ui/button.tsx'
import { Problem } from '#ui/more/problem.tsx'
import { accountWords } from '../accounts.zh-CN.ts'

/** One reminder more in WeChat itself, asked for after a tap and never as a condition. Absent in a browser, and where the county has no template. */
export function RemindMe() {
  return isH5 ? null : <RemindCard />
}

function RemindCard() {
  const { remindNotAsked: notAsked, remindYes: yes, remindNo: no } = accountWords
  const topic = useTopic('bill-due', { notAsked, yes, no })
  if (topic === null) return null
  const { left, said, busy, problem, ask } = topic
  return (
    <View className="card">
      <Button words={accountWords.remindMe} kind="quiet" icon="bell" off={busy} onTap={ask} />
      <View {...aria({ role: 'status', live: 'polite' })}>
        <Text className="row-s">{said === '' ? accountWords.remindLeft(left) : said}</Text>
      </View>
      <Problem error={problem} title={accountWords.remindProblem} />
    </View>
  )
}
