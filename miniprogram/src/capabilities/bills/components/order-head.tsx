import { Text, View } from '@tarojs/components'
import type { OrderView } from '@xlb/shared/payments/order-schemas.ts'
import { aria } from '#platform/aria.ts'
import { AmountText } from '#ui/amount-text.tsx'
import { Heading } from '#ui/heading.tsx'
import { Icon } from '#ui/icon.tsx'
import type { IconName } from '#ui/icon.tsx'
import { confirmingWords, headWords } from '../confirming.zh-CN.ts'
import type { OrderPhase } from '../order-phase.ts'

const looks: Readonly<Record<OrderPhase, { tone: string; icon: IconName }>> = {
  unpaid: { tone: 'due', icon: 'clock' },
  confirming: { tone: 'confirming', icon: 'wait' },
  closed: { tone: 'full', icon: 'close' },
  received: { tone: 'paid', icon: 'done' },
  credited: { tone: 'credited', icon: 'tick' },
  suspense: { tone: 'due', icon: 'swap' },
  refunding: { tone: 'confirming', icon: 'undo' },
  refunded: { tone: 'credited', icon: 'undo' },
}

/** Where the money stands, in one sentence; a change is read out by a screen reader. */
export function OrderHead({ order, phase }: { order: OrderView; phase: OrderPhase }) {
  const { tone, icon } = looks[phase]
  const { title, words } = headWords(phase, order)
  return (
    <View className="card oh">
      <View className={`oh-r t-${tone}${phase === 'confirming' ? ' oh-go' : ''}`}>
        <Icon name={icon} />
      </View>
      <View {...aria({ role: 'status', live: 'polite' })}>
        <Heading level="2" className="oh-t">
          {title}
        </Heading>
        <Text className="oh-w">{words}</Text>
      </View>
      <AmountText amount={order.amount} />
      <Text className="oh-w">{confirmingWords.owner(order.title, order.ownerName)}</Text>
    </View>
  )
}
