import { Text, View } from '@tarojs/components'
import type { TodoCard } from '@xlb/shared/home/contract.ts'
import { go } from '#platform/nav/nav.ts'
import { AmountText } from '#ui/amount-text.tsx'
import { Banner } from '#ui/banner.tsx'
import { Button } from '#ui/button.tsx'
import { Heading } from '#ui/heading.tsx'
import { IconTile, iconOf } from '#ui/icon.tsx'
import { SectionTitle } from '#ui/section-title.tsx'
import { StateTag } from '#ui/state-tag.tsx'
import { useElder } from '#ui/use-elder.ts'
import { tabWords } from '../../strings.zh-CN.ts'

/** What waits for this person, the most urgent first; its button is the page's one main act. */
export function TodoList({ cards, complete }: { cards: readonly TodoCard[]; complete: boolean }) {
  const elder = useElder()
  const sorted = [...cards].sort((one, other) => one.rank - other.rank)
  if (sorted.length === 0) return complete ? <NothingToDo /> : <PartMissing />
  return (
    <View>
      {elder ? (
        <SectionTitle title={tabWords.todoElder(sorted.length)} />
      ) : (
        <SectionTitle title={tabWords.todo} note={tabWords.todoCount(sorted.length)} />
      )}
      {elder ? (
        sorted.map((card, at) => <ElderTodo key={card.key} card={card} first={at === 0} />)
      ) : (
        <View className="card card-flush">
          {sorted.map((card, at) => (
            <TodoRow key={card.key} card={card} first={at === 0} />
          ))}
        </View>
      )}
      {!complete && <PartMissing />}
    </View>
  )
}

/** Unknown is not nothing: a part of the answer could not be had. */
function PartMissing() {
  return (
    <View className="gap">
      <Banner tone="stale" icon="alert" title={tabWords.todoPart} words={tabWords.todoPartWords} />
    </View>
  )
}

function NothingToDo() {
  return (
    <View>
      <SectionTitle title={tabWords.todo} />
      <View className="card td">
        <IconTile name="done" tone="credited" />
        <View className="td-m">
          <Text className="row-t b">{tabWords.todoNone}</Text>
          <Text className="row-s">{tabWords.todoNoneWords}</Text>
        </View>
      </View>
    </View>
  )
}

interface TodoProps {
  card: TodoCard
  first: boolean
}

function follow({ action }: TodoCard): void {
  void go(action.link.route, action.link.params)
}

function TodoRow({ card, first }: TodoProps) {
  return (
    <View className="td row">
      <IconTile name={iconOf(card.icon)} />
      <View className="td-m">
        <View className="td-h">
          <Heading level="3" className="row-t b">
            {card.title}
          </Heading>
          <StateTag tone={card.tag.tone} words={card.tag.words} />
        </View>
        <View className="td-v">
          {card.amount !== null && <AmountText amount={card.amount} small />}
          <Button
            words={card.action.words}
            kind={first ? 'primary' : 'quiet'}
            small
            label={`${card.action.words}，${card.title}`}
            onTap={() => {
              follow(card)
            }}
          />
        </View>
        <Text className="row-s">{card.note}</Text>
      </View>
    </View>
  )
}

function ElderTodo({ card, first }: TodoProps) {
  return (
    <View className="card">
      <View className="td">
        <IconTile name={iconOf(card.icon)} tone={card.tag.tone} />
        <Heading level="3" className="card-t td-m">
          {card.spoken}
        </Heading>
      </View>
      {card.amount !== null && (
        <View className="td-a">
          <AmountText amount={card.amount} />
        </View>
      )}
      <Text className="para">{card.noteSpoken}</Text>
      <Button
        words={card.action.spoken}
        kind={first ? 'primary' : 'secondary'}
        label={`${card.action.spoken}，${card.spoken}`}
        onTap={() => {
          follow(card)
        }}
      />
    </View>
  )
}
