import { expect, test } from '@jest/globals'
import { inLane } from './lanes.ts'

test('ten run, the others wait, and all of thirty end', async () => {
  let running = 0
  let most = 0
  const work = async (): Promise<void> => {
    running += 1
    most = Math.max(most, running)
    await new Promise((resolve) => setTimeout(resolve, 2))
    running -= 1
  }
  await Promise.all(Array.from({ length: 30 }, () => inLane(work)))
  expect(most).toBe(10)
  expect(running).toBe(0)
})

test('a failure gives its lane back', async () => {
  const failing = Array.from({ length: 12 }, () => inLane(() => Promise.reject(new Error('no'))))
  expect((await Promise.allSettled(failing)).every((one) => one.status === 'rejected')).toBe(true)
  await expect(inLane(() => Promise.resolve('yes'))).resolves.toBe('yes')
})
