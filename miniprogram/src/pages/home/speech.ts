/** Home read aloud: the things to do, one sentence each. */
import { speakYuan } from '@xlb/shared/platform/money-words.ts'
import type { CallOutput } from '#platform/api/endpoints.ts'
import { tabWords } from '../strings.zh-CN.ts'

export function speakHome({ todo }: CallOutput<'home.get'>): string[] {
  if (todo.length === 0) return [tabWords.spokenNone]
  return [
    `${tabWords.todoElder(todo.length)}。`,
    ...todo.map(({ spoken, amount, noteSpoken }) =>
      tabWords.spokenTodo(spoken, amount === null ? '' : speakYuan(amount), noteSpoken),
    ),
  ]
}
