import { expect, test } from '@jest/globals'
import { createArrivals } from './arrivals.ts'

const comeRound = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('a crowd is let in two at a time, in the order in which it came, and what is under way goes on in between', async () => {
  const arrive = createArrivals()
  const seen: string[] = []
  let round = 0
  const goOn = (): void => {
    round += 1
    if (round < 6) setImmediate(goOn)
  }
  setImmediate(goOn)
  const all = Array.from({ length: 10 }, async (_one, n) => {
    await arrive()
    seen.push(`${String(n)} in round ${String(round)}`)
  })
  await Promise.all(all)
  const rounds = [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]
  expect(seen).toEqual(rounds.map((one, n) => `${String(n)} in round ${String(one)}`))
})

test('whoever comes alone waits for nothing', async () => {
  const arrive = createArrivals()
  for (let n = 0; n < 20; n += 1) {
    expect(arrive()).toBeNull()
    await comeRound()
  }
})

test('whoever comes later does not slip in before those who wait', async () => {
  const arrive = createArrivals()
  const seen: number[] = []
  const come = async (n: number): Promise<void> => {
    await arrive()
    seen.push(n)
  }
  const all = Array.from({ length: 9 }, (_one, n) => come(n))
  await comeRound()
  all.push(come(9))
  await Promise.all(all)
  expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
})
