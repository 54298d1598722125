import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { dayOf } from '@xlb/shared/platform/day-words.ts'
import type { VaccineBooking } from '@xlb/shared/vaccines/booking-endpoints.ts'
import { ListRow } from '#ui/list-row.tsx'
import { useElder } from '#ui/use-elder.ts'
import { ticketWords } from '../booking.zh-CN.ts'
import { wholeDay } from '../times.ts'

/** What was read and agreed to, to be read again. */
export function NoticeRow({ booking: { notice, agreed } }: { booking: VaccineBooking }) {
  const elder = useElder()
  const [open, setOpen] = useState(false)
  if (notice === null) return null
  const note =
    agreed === null
      ? ticketWords.notAgreed(notice.version)
      : ticketWords.agreed(agreed.version, wholeDay(dayOf(agreed.at), elder))
  return (
    <View>
      <ListRow
        icon="receipt"
        title={ticketWords.notice}
        note={note}
        onTap={() => {
          setOpen(!open)
        }}
      />
      {open && (
        <View className="va-in">
          {notice.text.map((words) => (
            <Text key={words} className="para para-n">
              {words}
            </Text>
          ))}
        </View>
      )}
    </View>
  )
}
