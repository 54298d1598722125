import { Text, View } from '@tarojs/components'
import { speakDay } from '@xlb/shared/platform/day-words.ts'
import { useElder } from '#ui/use-elder.ts'
import { spokenTime, weekdayWords } from '../times.ts'

/** The one thing to remember: the day and the time. Spoken words are long, so each has a line of its own. */
export function When({ day, from, year = false }: { day: string; from: string; year?: boolean }) {
  if (useElder()) {
    return (
      <View>
        <Text className="va-when">{`${speakDay(day)} ${weekdayWords(day)}`}</Text>
        <Text className="va-when">{spokenTime(from)}</Text>
      </View>
    )
  }
  return <Text className="va-when">{year ? `${day} ${from}` : `${day.slice(5)} ${from} ${weekdayWords(day)}`}</Text>
}
