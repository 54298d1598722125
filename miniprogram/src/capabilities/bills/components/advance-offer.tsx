import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { aria } from '#platform/aria.ts'
import { Button } from '#ui/button.tsx'
import { ChoiceRow } from '#ui/more/choice-row.tsx'
import { advanceSums, advanceWords } from '../accounts.zh-CN.ts'

interface AdvanceOfferProps {
  /** Fen of the bills that are paid with it. */
  bills: number
  busy: boolean
  label: string
  /** Fen beyond the bills. */
  onPay: (advance: number) => void
}

/** Some more with this payment, kept for the next bill: never chosen beforehand, and the sum of both stands on the button. */
export function AdvanceOffer({ bills, busy, label, onPay }: AdvanceOfferProps) {
  const [open, setOpen] = useState(false)
  const [advance, setAdvance] = useState<number | null>(null)
  if (!open) {
    return (
      <Button
        words={advanceWords.offer}
        kind="plain"
        label={`${advanceWords.offer}，${label}`}
        onTap={() => {
          setOpen(true)
        }}
      />
    )
  }
  return (
    <View className="bg-a">
      <Text className="para b">{advanceWords.title}</Text>
      <Text className="sub">{advanceWords.what}</Text>
      <View className="gap" {...aria({ role: 'radiogroup', label: advanceWords.title })}>
        {advanceSums.map((sum) => (
          <ChoiceRow
            key={sum}
            title={advanceWords.sum(sum)}
            chosen={sum === advance}
            onChoose={() => {
              setAdvance(sum)
            }}
          />
        ))}
      </View>
      <View className="gap">
        {advance !== null && (
          <Button
            words={busy ? advanceWords.paying : advanceWords.pay(bills + advance)}
            kind="secondary"
            off={busy}
            onTap={() => {
              onPay(advance)
            }}
          />
        )}
        <Button
          words={advanceWords.no}
          kind="plain"
          onTap={() => {
            setOpen(false)
            setAdvance(null)
          }}
        />
      </View>
    </View>
  )
}
