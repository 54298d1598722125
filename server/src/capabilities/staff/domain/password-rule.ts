import { passwordMessages } from '@xlb/shared/staff/messages.zh-CN.ts'
import { AppError } from '#platform/errors.ts'

const LEAST = 12
const MOST = 128
/** Of at least twelve characters and still the first that anybody tries; compared without case. */
const COMMONEST = [
  '123456789012',
  '1234567890123',
  '12345678901234',
  '123456123456',
  '123123123123',
  '111111111111',
  '000000000000',
  '666666666666',
  '888888888888',
  '112233445566',
  '1qaz2wsx3edc',
  '1q2w3e4r5t6y',
  'qwertyuiop12',
  'qwertyuiop123',
  'qwer1234qwer',
  'qwerty123456',
  'asdfghjkl123',
  'zxcvbnm12345',
  'abcdefghijkl',
  'abc123456789',
  'abcd12345678',
  'a12345678901',
  'aa1234567890',
  'woaini123456',
  'woaini1314520',
  'woaini5201314',
  'wang123456789',
  '5201314520131',
  'admin1234567',
  'admin12345678',
  'administrator',
  'password1234',
  'password12345',
  'password123456',
  'password@123',
  'p@ssw0rd1234',
  'passw0rd1234',
  'p@ssw0rd@123',
  'huawei123456',
  'xiangliban123',
  'suichang2026',
  'songyang2026',
  'zhejiang2026',
  'lishui123456',
]
const COMMON = new Set(COMMONEST)

/** What is wrong with a new password, by code; null: nothing. */
function passwordFault(password: string, username: string): string | null {
  const length = Array.from(password).length
  if (length < LEAST) return 'too-small'
  if (length > MOST) return 'too-big'
  const plain = password.toLowerCase()
  if (plain.includes(username)) return 'has-username'
  return COMMON.has(plain) || new Set(plain).size < 4 ? 'common' : null
}

/** @throws AppError `input-refused` that names the field (`body.password`) */
export function refuseWeakPassword(path: string, password: string, username: string): void {
  const fault = passwordFault(password, username)
  if (fault !== null) throw weak(path, fault)
}

export function weak(path: string, fault: string): AppError {
  const code = fault === 'too-small' || fault === 'too-big' ? fault : 'not-allowed'
  return new AppError('input-refused', {}, [{ path, code, message: passwordMessages[fault] ?? '' }])
}
