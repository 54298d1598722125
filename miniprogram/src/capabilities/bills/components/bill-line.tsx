import { Text, View } from '@tarojs/components'
import { memo } from 'react'
import type { BillRow } from '@xlb/shared/bills/contract.ts'
import { billStateWords } from '@xlb/shared/bills/messages.zh-CN.ts'
import { dayOf } from '@xlb/shared/platform/day-words.ts'
import { go } from '#platform/nav/nav.ts'
import { AmountText } from '#ui/amount-text.tsx'
import { Button } from '#ui/button.tsx'
import { Heading } from '#ui/heading.tsx'
import { Icon, IconTile } from '#ui/icon.tsx'
import { StateTag } from '#ui/state-tag.tsx'
import { Tap } from '#ui/tap.tsx'
import { dueSentence, shownAmount } from '../sentences.ts'
import { billWords } from '../strings.zh-CN.ts'
import { billTones } from '../tones.ts'

function open(row: BillRow): void {
  void go('bills.detail', { billId: row.id })
}

function when(row: BillRow, elder: boolean): string {
  const due = dueSentence(row, elder)
  if (due !== '') return due
  return row.creditedAt === null ? row.office : billWords.creditedOn(dayOf(row.creditedAt))
}

interface BillLineProps {
  row: BillRow
  /** In its account's card the row needs neither drawing nor name: the card's heading says whose it is. */
  inGroup?: boolean
}

export const BillLine = memo(function BillLine({ row, inGroup = false }: BillLineProps) {
  const words = when(row, false)
  return (
    <Tap
      className="row"
      onTap={() => {
        open(row)
      }}
    >
      {!inGroup && <IconTile name={row.utility} />}
      <View className="row-m">
        <View>
          <Text className="row-t b">{inGroup ? billWords.period(row.period) : billWords.title(row)}</Text>
          <StateTag tone={billTones[row.state]} words={billStateWords[row.state].standard} />
          <Text className="row-s">{inGroup ? words : `${row.ownerName} · ${words}`}</Text>
        </View>
        <AmountText amount={shownAmount(row)} small />
      </View>
      <Icon name="next" className="row-go" />
    </Tap>
  )
})

interface ElderBillProps {
  row: BillRow
  /** The page's one main act. */
  first: boolean
  /** Nothing can be paid on a stopped account. */
  stopped?: boolean
  /** Whose bill it is, where no heading says it. */
  named?: boolean
}

export const ElderBill = memo(function ElderBill({ row, first, stopped = false, named = false }: ElderBillProps) {
  const pays = row.can.pay && !stopped
  const words = pays ? billWords.goPayElder(row.utility) : billWords.seeBill
  return (
    <View className="card">
      <Heading level="2" className="card-t">
        {billWords.titleElder(row)}
      </Heading>
      <View>
        <AmountText amount={shownAmount(row)} />
      </View>
      <View className="tag-l">
        <StateTag tone={billTones[row.state]} words={billStateWords[row.state].elder} />
      </View>
      {named && <Text className="para">{billWords.familyOf(row.ownerName)}</Text>}
      <Text className="para">{when(row, true)}</Text>
      <Button
        words={words}
        kind={first && pays ? 'primary' : 'secondary'}
        label={`${words}，${billWords.titleElder(row)}`}
        onTap={() => {
          open(row)
        }}
      />
    </View>
  )
})
