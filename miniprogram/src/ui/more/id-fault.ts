import type { ApiError } from '#platform/api/api-error.ts'
import { uiWords } from '../strings.zh-CN.ts'

const ID_LENGTH = 18

/** The sentence beside an ID number; where only its length is wrong, how many characters it has. */
export function idFault(typed: string, problem: ApiError | null): string | undefined {
  const said = problem?.fieldMessage('body.idNo')
  if (said === undefined) return undefined
  const wrongForm = problem?.fields.some(({ path, code }) => path === 'body.idNo' && code === 'wrong-format') ?? false
  const length = Array.from(typed).length
  if (length === 0) return uiWords.notTyped
  return wrongForm && length !== ID_LENGTH ? uiWords.idLength(length) : said
}
