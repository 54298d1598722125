import { expect, test } from '@jest/globals'
import { AppError } from '#platform/errors.ts'
import { refuseWeakPassword } from './password-rule.ts'

function faultOf(password: string): string {
  try {
    refuseWeakPassword('body.password', password, 'zhou.min')
    return ''
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return `${error.code} ${error.fields?.[0]?.path ?? ''} ${error.fields?.[0]?.code ?? ''}`
  }
}

test.each(['回家路上记得买三斤大米', 'eleven-char', '𠀀'.repeat(11)])('%j is too short', (password) => {
  expect(faultOf(password)).toBe('input-refused body.password too-small')
})

test('129 characters are too long', () => {
  expect(faultOf('0123456789ab'.repeat(11))).toBe('input-refused body.password too-big')
})

test.each(['xx-zhou.min-2026', 'ZHOU.MIN-is-me', 'Password1234', '1qaz2wsx3edc', 'abababababababab', '5201314520131'])(
  '%j is easily guessed',
  (password) => {
    expect(faultOf(password)).toBe('input-refused body.password not-allowed')
  },
)

test.each(['回家路上记得买三斤新大米', 'three wet frogs', 'Kd8-vv2-Lq0-x'])('%j will do', (password) => {
  expect(faultOf(password)).toBe('')
})
