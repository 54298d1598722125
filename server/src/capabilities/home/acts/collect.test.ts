import { expect, test } from '@jest/globals'
import { pino } from 'pino'
import { systemClock } from '#platform/clock.ts'
import type { ResidentCtx } from '#platform/context.ts'
import { collect } from './collect.ts'

function ctxWithLog(lines: string[]): ResidentCtx {
  return {
    tenant: '331123',
    actor: { kind: 'resident', id: 'acc_1' },
    clock: systemClock,
    log: pino({ base: null }, { write: (line: string) => lines.push(line) }),
    requestId: 'request-1',
    port: () => {
      throw new Error('no port is needed here')
    },
    resident: { sessionId: 'ses_1', accountId: 'acc_1', personId: null, openid: 'oDEMO' },
  }
}

test('answers come in the order of the parts, asked all at once', async () => {
  const asked: string[] = []
  const part = (name: string) => ({
    name,
    ask: async () => {
      asked.push(name)
      await new Promise((resolve) => setImmediate(resolve))
      return asked.join('')
    },
  })
  expect(await collect(ctxWithLog([]), [part('a'), part('b'), part('c')])).toEqual({
    values: ['abc', 'abc', 'abc'],
    complete: true,
  })
})

test('a part that refuses, throws or never answers is left out and named in the log', async () => {
  const lines: string[] = []
  const parts = [
    { name: 'refuses', ask: () => Promise.reject(new Error('gone')) },
    {
      name: 'throws',
      ask: (): Promise<number> => {
        throw new Error('before any promise')
      },
    },
    { name: 'hangs', ask: () => new Promise<number>(() => undefined) },
    { name: 'helps', ask: () => Promise.resolve(1) },
  ]
  expect(await collect(ctxWithLog(lines), parts, 20)).toEqual({ values: [1], complete: false })
  const logged = lines.map((line): unknown => JSON.parse(line))
  expect(logged).toEqual(
    ['refuses', 'throws', 'hangs'].map((part): unknown => expect.objectContaining({ part, requestId: 'request-1' })),
  )
})

test('nothing is asked where no capability has a part', async () => {
  expect(await collect(ctxWithLog([]), [])).toEqual({ values: [], complete: true })
})
