import { Text, View } from '@tarojs/components'
import type { Me } from '@xlb/shared/accounts/contract.ts'
import { go } from '#platform/nav/nav.ts'
import { Card } from '#ui/card.tsx'
import { KeyValue } from '#ui/key-value.tsx'
import { ListRow } from '#ui/list-row.tsx'
import { SectionTitle } from '#ui/section-title.tsx'
import { StateTag } from '#ui/state-tag.tsx'
import { realNameWords } from '../identity.zh-CN.ts'

/** `name` is masked. */
export function VerifiedCard({ name, how }: { name: string; how: NonNullable<Me['verified']> }) {
  return (
    <View>
      <Card title={realNameWords.title} end={<StateTag tone="credited" words={realNameWords.done} />}>
        <KeyValue name={realNameWords.rowName} value={name} />
        <KeyValue
          name={realNameWords.rowHow}
          value={how === 'source' ? realNameWords.doneSource : realNameWords.doneCounter}
        />
      </Card>
      <SectionTitle title={realNameWords.next} />
      <View className="card card-flush">
        <ListRow
          icon="family"
          title={realNameWords.addChild}
          note={realNameWords.addChildNote}
          onTap={() => {
            void go('families.add')
          }}
        />
      </View>
      <Card title={realNameWords.wrong}>
        <Text className="sub">{realNameWords.wrongWords}</Text>
      </Card>
    </View>
  )
}
