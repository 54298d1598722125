import { Text, View } from '@tarojs/components'
import { go } from '#platform/nav/nav.ts'
import { Button } from '#ui/button.tsx'
import { Heading } from '#ui/heading.tsx'
import { IconTile } from '#ui/icon.tsx'
import { StateTag } from '#ui/state-tag.tsx'
import { useElder } from '#ui/use-elder.ts'
import { doseOf, planWords } from '../strings.zh-CN.ts'
import { isOneOf } from '../summaries.ts'
import type { Due } from '../summaries.ts'
import { wholeDay } from '../times.ts'

interface DueLinesProps {
  lines: readonly Due[]
  personId: string
  /** Its first button is the page's main act. */
  main: boolean
}

/** What can be booked, each with its one tap. */
export function DueLines({ lines, personId, main }: DueLinesProps) {
  const elder = useElder()
  const first = main ? lines.find(({ verified }) => verified)?.product : undefined
  const rows = lines.map((line) => (
    <DueLine
      key={line.product}
      line={line}
      personId={personId}
      first={line.product === first}
      anyOne={isOneOf(line, lines)}
    />
  ))
  return elder ? <View>{rows}</View> : <View className="card card-flush">{rows}</View>
}

interface DueLineProps {
  line: Due
  personId: string
  first: boolean
  /** One of several of its kind. */
  anyOne: boolean
}

function DueLine({ line, personId, first, anyOne }: DueLineProps) {
  const elder = useElder()
  const what = doseOf(line.name, line.next.dose)
  const book = line.verified && (
    <Button
      words={planWords.book}
      kind={first ? 'primary' : 'quiet'}
      small={!elder}
      label={planWords.bookLabel(what)}
      onTap={() => {
        void go('vaccines.seats', { personId, product: line.product })
      }}
    />
  )
  if (elder) {
    return (
      <View className="card va-e">
        <Heading level="3" className="card-t">
          {what}
        </Heading>
        <Facts line={line} anyOne={anyOne} />
        {book}
      </View>
    )
  }
  return (
    <View className="row">
      <IconTile name="vaccine" />
      <View className="row-m">
        <View className="va-d">
          <Heading level="3" className="row-t b">
            {what}
          </Heading>
          <Facts line={line} anyOne={anyOne} />
        </View>
        {book}
      </View>
    </View>
  )
}

function Facts({ line: { free, verified, next }, anyOne }: Pick<DueLineProps, 'line' | 'anyOne'>) {
  const elder = useElder()
  return (
    <View>
      <Text className="row-s">{free ? planWords.free : planWords.paid}</Text>
      {anyOne && <Text className="row-s">{planWords.anyOne}</Text>}
      {next.state === 'later' && <Text className="row-s">{planWords.fromDay(wholeDay(next.from, elder))}</Text>}
      {free && next.state === 'late' && (
        <View className="tag-l">
          <StateTag tone="due" words={elder ? planWords.lateElder : planWords.late} />
        </View>
      )}
      {!verified && <Text className="row-s">{planWords.unverified}</Text>}
    </View>
  )
}
