import { describe, expect, test } from '@jest/globals'
import { errorFrom, ownError, toApiError } from './api-error.ts'

const wire = (code: string) => ({
  error: { code, message: '这笔账单已经交过了。', params: { at: 1 }, requestId: 'r1' },
})

describe('ApiError', () => {
  test('carries the server’s code, sentence and parameters', () => {
    const error = errorFrom(409, wire('bill-already-paid'))
    expect(error).toMatchObject({
      code: 'bill-already-paid',
      message: '这笔账单已经交过了。',
      status: 409,
      params: { at: 1 },
    })
    expect(error.answered).toBe(true)
  })

  test('finds the sentence of a field by its path', () => {
    const body = {
      error: { ...wire('invalid-input').error, fields: [{ path: 'body.code', code: 'required', message: '没有填。' }] },
    }
    const error = errorFrom(400, body)
    expect(error.fieldMessage('body.code')).toBe('没有填。')
    expect(error.fieldMessage('body.tenant')).toBeUndefined()
  })

  test('a proxy’s page is a bad answer, not a crash', () => {
    expect(errorFrom(502, null)).toMatchObject({ code: 'bad-answer', status: 502, answered: false })
  })

  test('silence, a 5xx and “still running” leave the outcome open', () => {
    expect(ownError('timeout').answered).toBe(false)
    expect(errorFrom(500, wire('internal')).answered).toBe(false)
    expect(errorFrom(409, wire('still-running')).answered).toBe(false)
  })

  test('anything thrown becomes one', () => {
    expect(toApiError(new Error('storage-refused')).code).toBe('storage-refused')
    expect(toApiError('?').code).toBe('bad-answer')
  })
})
