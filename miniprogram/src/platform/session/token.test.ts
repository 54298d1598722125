import { beforeEach, expect, jest, test } from '@jest/globals'
import { currentToken, onExpired, renewToken, setToken } from './token.ts'

beforeEach(() => {
  setToken('old')
})

test('ten requests that find the token expired sign in once', async () => {
  const renew = jest.fn(async () => {
    await new Promise((resolve) => setTimeout(resolve, 5))
    setToken('new')
    return true
  })
  onExpired(renew)
  const answers = await Promise.all(Array.from({ length: 10 }, () => renewToken('old')))
  expect(answers.every(Boolean)).toBe(true)
  expect(renew).toHaveBeenCalledTimes(1)
  expect(currentToken()).toBe('new')
})

test('a request that used an older token takes the newer one without signing in', async () => {
  const renew = jest.fn(() => Promise.resolve(true))
  onExpired(renew)
  setToken('newer')
  await expect(renewToken('old')).resolves.toBe(true)
  expect(renew).not.toHaveBeenCalled()
})

test('a failed sign-in can be tried again', async () => {
  onExpired(() => Promise.reject(new Error('offline')))
  await expect(renewToken('old')).rejects.toThrow('offline')
  onExpired(() => Promise.resolve(true))
  await expect(renewToken('old')).resolves.toBe(true)
})
