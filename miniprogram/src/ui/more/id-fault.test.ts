import { expect, test } from '@jest/globals'
import { ApiError } from '#platform/api/api-error.ts'
import { idFault } from './id-fault.ts'

const refused = (code: string): ApiError =>
  new ApiError({
    code: 'input-refused',
    message: '',
    status: 422,
    fields: [{ path: 'body.idNo', code, message: '照身份证核对' }],
  })

test('a number of the wrong length is told its length', () => {
  expect(idFault('1234', refused('wrong-format'))).toContain('4 位')
})

test('an empty one is told that it is empty', () => {
  expect(idFault('', refused('wrong-format'))).toContain('没有填')
})

test('any other mistake keeps the words of the server', () => {
  expect(idFault('331123195403120009', refused('wrong-check-digit'))).toBe('照身份证核对')
  expect(idFault('33112319540312000A', refused('wrong-format'))).toBe('照身份证核对')
})

test('where the number was not the trouble nothing is said beside it', () => {
  expect(idFault('1234', null)).toBeUndefined()
  expect(idFault('1234', new ApiError({ code: 'real-name-limit', message: '', status: 429 }))).toBeUndefined()
})
