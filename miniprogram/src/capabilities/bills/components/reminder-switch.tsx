import { Text, View } from '@tarojs/components'
import { useAct } from '#platform/act/use-act.ts'
import { call } from '#platform/api/call.ts'
import { refreshQueries } from '#platform/api/query.ts'
import { IconTile } from '#ui/icon.tsx'
import { Problem } from '#ui/more/problem.tsx'
import { Tap, flag } from '#ui/tap.tsx'
import { accountWords } from '../accounts.zh-CN.ts'
import './bill-group.scss'

/** Reminders of what falls due, on and off with one tap on the row. */
export function ReminderSwitch({ on }: { on: boolean }) {
  const act = useAct()
  const turn = async (): Promise<void> => {
    await call('bills.setReminders', { body: { on: !on } })
    await refreshQueries(['bills.accounts'])
  }
  return (
    <View>
      <Tap
        className="rs row"
        off={act.busy}
        onTap={() => {
          act.run(turn)
        }}
        said={{ role: 'switch', checked: flag(on), label: accountWords.remindersLabel }}
      >
        <IconTile name="bell" />
        <View className="row-m">
          <View>
            <Text className="row-t">{accountWords.reminders}</Text>
            <Text className="row-s">{on ? accountWords.remindersOn : accountWords.remindersOff}</Text>
          </View>
          <Text className="rs-o">{on ? accountWords.turnOff : accountWords.turnOn}</Text>
        </View>
      </Tap>
      <Problem error={act.problem} title={accountWords.remindersProblem} />
    </View>
  )
}
