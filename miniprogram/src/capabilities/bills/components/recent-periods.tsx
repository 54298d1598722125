import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import type { Bill } from '@xlb/shared/bills/contract.ts'
import { formatYuan } from '@xlb/shared/platform/money-words.ts'
import { speakPeriod } from '@xlb/shared/platform/day-words.ts'
import { Card } from '#ui/card.tsx'
import { ChartBar } from '#ui/chart-bar.tsx'
import { DataTable } from '#ui/data-table.tsx'
import { Icon } from '#ui/icon.tsx'
import { Tap, flag } from '#ui/tap.tsx'
import { useElder } from '#ui/use-elder.ts'
import { madeWords } from '../made.zh-CN.ts'
import { recentSentence } from '../sentences.ts'
import { billWords } from '../strings.zh-CN.ts'
import { counted } from '../units.zh-CN.ts'

/** The account's last periods: one sentence, bars, and the numbers a tap away. */
export function RecentPeriods({ bill: { recent, utility } }: { bill: Pick<Bill, 'recent' | 'utility'> }) {
  const elder = useElder()
  const [open, setOpen] = useState(false)
  const sentence = recentSentence(recent, elder)
  return (
    <Card
      title={madeWords.recent(recent.length)}
      end={
        <TableSwitch
          open={open}
          onTap={() => {
            setOpen(!open)
          }}
        />
      }
    >
      <Text className="para">{sentence}</Text>
      <ChartBar
        said={sentence}
        points={recent.map(({ period, amount }) => ({
          key: period,
          label: elder ? speakPeriod(period) : period.slice(2),
          words: elder ? billWords.yuan(amount) : formatYuan(amount),
          value: amount,
        }))}
      />
      {open && (
        <View className="rp-t">
          <DataTable
            label={madeWords.recent(recent.length)}
            columns={madeWords.recentColumns(utility)}
            rows={recent.map(({ period, usage, amount }) => ({
              key: period,
              cells: [period, String(usage), elder ? billWords.yuan(amount) : formatYuan(amount)],
              note: counted(usage, utility),
            }))}
          />
        </View>
      )}
    </Card>
  )
}

function TableSwitch({ open, onTap }: { open: boolean; onTap: () => void }) {
  return (
    <Tap className="link" onTap={onTap} said={{ expanded: flag(open) }}>
      {open ? madeWords.hideTable : madeWords.seeTable}
      <Icon name={open ? 'down' : 'next'} />
    </Tap>
  )
}
