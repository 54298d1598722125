import { Text, View } from '@tarojs/components'
import type { ReactNode } from 'react'
import { aria } from '#platform/aria.ts'
import { isH5 } from '#platform/media.ts'
import { useTopic } from '#platform/subscribe/use-topic.ts'
import { Button } from '#ui/button.tsx'
import { IconTile } from '#ui/icon.tsx'
import { Problem } from '#ui/more/problem.tsx'
import { ticketWords } from '../booking.zh-CN.ts'

/** The day before, once more in WeChat itself: asked by a tap, and only while WeChat may not yet. The inbox has it in any case. */
export function RemindRow() {
  return isH5 ? <Row note={ticketWords.remindInbox} /> : <Asking />
}

function Row({ note, children }: { note: string; children?: ReactNode }) {
  return (
    <View className="row">
      <IconTile name="bell" />
      <View className="row-m">
        <View>
          <Text className="row-t">{ticketWords.remind}</Text>
          <View {...aria({ role: 'status', live: 'polite' })}>
            <Text className="row-s">{note}</Text>
          </View>
        </View>
        {children}
      </View>
    </View>
  )
}

function Asking() {
  const { remindNotAsked: notAsked, reminding, remindNo: no } = ticketWords
  const topic = useTopic('vaccine-tomorrow', { notAsked, yes: reminding, no })
  if (topic === null) return <Row note={ticketWords.remindInbox} />
  const { left, said, busy, problem, ask } = topic
  return (
    <View>
      <Row note={said !== '' ? said : left > 0 ? reminding : ticketWords.remindNote}>
        {left === 0 && <Button words={ticketWords.remindYes} kind="quiet" small off={busy} onTap={ask} />}
      </Row>
      <Problem error={problem} title={ticketWords.remindProblem} />
    </View>
  )
}
