import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { aria } from '#platform/aria.ts'
import { Button } from '#ui/button.tsx'
import { Tap, flag } from '#ui/tap.tsx'
import { useElder, useRoomy } from '#ui/use-elder.ts'
import { freeOf, openDays, weeksOf } from '../choices.ts'
import type { DayCell, SeatDay } from '../choices.ts'
import { seatWords } from '../seats.zh-CN.ts'
import { timeWords } from '../strings.zh-CN.ts'
import { dayWords, weekdayWords } from '../times.ts'
import './day-grid.scss'

interface DayGridProps {
  today: string
  days: readonly SeatDay[]
  chosen: string | null
  onChoose: (day: SeatDay) => void
}

/** Days with their free seats: a calendar from Monday; with large letters only the days one may go on, a row each. */
export function DayGrid(props: DayGridProps) {
  return useRoomy() ? <DayList {...props} /> : <Calendar {...props} />
}

function Calendar({ today, days, chosen, onChoose }: DayGridProps) {
  return (
    <View>
      <View className="dg" {...aria({ hidden: 'true' })}>
        {Array.from(timeWords.weekdays, (name) => (
          <Text key={name} className="dg-w">
            {name}
          </Text>
        ))}
      </View>
      <View {...aria({ role: 'radiogroup', label: seatWords.title })}>
        {weeksOf(days, today).map((week) => (
          <View key={week[0]?.day ?? ''} className="dg">
            {week.map((cell) => (
              <Cell key={cell.day} cell={cell} chosen={cell.day === chosen} onChoose={onChoose} />
            ))}
          </View>
        ))}
      </View>
    </View>
  )
}

const wordsOf = ({ look, free }: DayCell): string =>
  look === 'open'
    ? seatWords.left(free)
    : { full: seatWords.full, rest: seatWords.rest, past: seatWords.past, refused: seatWords.refused }[look]

const FEW = 5

/** The first of a month says which month it is. */
const numberOf = (day: string): string => (day.endsWith('-01') ? seatWords.firstOf(day) : String(Number(day.slice(8))))

function Cell({ cell, chosen, onChoose }: { cell: DayCell; chosen: boolean; onChoose: (day: SeatDay) => void }) {
  const { day, open, look, free } = cell
  const words = wordsOf(cell)
  const inside = [
    <Text key="n" className="dg-n">
      {numberOf(day)}
    </Text>,
    <Text key="s" className="dg-s">
      {words}
    </Text>,
  ]
  const className = `dg-c dg-${look === 'open' && free <= FEW ? 'few' : look}${chosen ? ' dg-on' : ''}`
  if (open === null) {
    return (
      <View
        className={className}
        {...aria({ role: 'img', label: seatWords.day(day.slice(5), weekdayWords(day), words) })}
      >
        {inside}
      </View>
    )
  }
  return (
    <Tap
      className={className}
      onTap={() => {
        onChoose(open)
      }}
      said={{ role: 'radio', checked: flag(chosen), label: seatWords.day(day.slice(5), weekdayWords(day), words) }}
    >
      {inside}
    </Tap>
  )
}

const FIRST_SHOWN = 4

function DayList({ days, chosen, onChoose }: DayGridProps) {
  const elder = useElder()
  const [all, setAll] = useState(false)
  const open = openDays(days)
  const shown = all ? open : open.filter(({ day }, at) => at < FIRST_SHOWN || day === chosen)
  return (
    <View>
      <View {...aria({ role: 'radiogroup', label: seatWords.title })}>
        {shown.map((one) => (
          <Tap
            key={one.day}
            className={one.day === chosen ? 'dg-r dg-r-on' : 'dg-r'}
            onTap={() => {
              onChoose(one)
            }}
            said={{ role: 'radio', checked: flag(one.day === chosen) }}
          >
            <Text>{dayWords(one.day, elder)}</Text>
            <Text className="dg-f">{seatWords.leftOf(freeOf(one))}</Text>
          </Tap>
        ))}
      </View>
      {shown.length < open.length && (
        <Button
          words={seatWords.moreDays}
          kind="quiet"
          onTap={() => {
            setAll(true)
          }}
        />
      )}
    </View>
  )
}
