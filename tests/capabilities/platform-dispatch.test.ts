import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Subscriber } from '../../server/src/platform/capability.ts'
import { nativeDb } from '../../server/src/platform/db/connection.ts'
import { deadEvents, revive } from '../../server/src/platform/outbox/dead.ts'
import { dispatchDue } from '../../server/src/platform/outbox/dispatch.ts'
import { outbox, type OutboxRow } from '../../server/src/platform/outbox/outbox.ts'
import { COUNTY, NOW, openPlatform, OTHER, type Platform } from '../support/platform.ts'

let platform: Platform

beforeAll(async () => {
  platform = await openPlatform('dispatch')
})
afterAll(async () => {
  await platform.stop()
})
beforeEach(async () => {
  await nativeDb().collection('outbox').deleteMany({})
  platform.clock.set(NOW)
})

function event(eventId: string, more: Partial<OutboxRow> = {}): OutboxRow {
  return {
    _id: `evt_${more.tenant ?? COUNTY}_${eventId}`,
    tenant: COUNTY,
    eventId,
    name: 'notes.written',
    recordId: `not_${eventId}`,
    at: '2026-11-26T01:00:00.000Z',
    data: {},
    state: 'NEW',
    nextTryAt: NOW,
    run: '',
    unsettled: 0,
    progress: [],
    expireAt: null,
    ...more,
  }
}

/** Remembers what it was handed; `how` may fail or hang. */
function subscriber(
  name: string,
  how: (id: string) => Promise<void> | void = () => undefined,
): Subscriber & { readonly seen: string[] } {
  const seen: string[] = []
  return {
    name,
    event: 'notes.written',
    seen,
    async handle(_ctx, { id }) {
      seen.push(id)
      await how(id)
    },
  }
}

const failing = (): never => {
  throw new Error('the utility is down for 王秀兰')
}
const parts = (subscribers: readonly Subscriber[], handlerMs = 20_000) => ({
  subscribers,
  metrics: platform.house.metrics,
  handlerMs,
})
const dispatch = (...subscribers: readonly Subscriber[]) => dispatchDue(platform.ctx(), parts(subscribers))
const rowOf = async (id: string) => await outbox.findOne(platform.ctx(), { eventId: id })
const put = async (...rows: readonly OutboxRow[]) => {
  for (const row of rows) await outbox.insert({ tenant: row.tenant }, row)
}

describe('the dispatcher', () => {
  test('hands an event to each of its subscribers once and keeps the row for 14 days', async () => {
    await put(event('a'), event('b', { name: 'notes.other' }))
    const [one, other] = [subscriber('one'), subscriber('other')]
    expect(await dispatch(one, other)).toBe(2)
    expect([one.seen, other.seen]).toEqual([['a'], ['a']])
    expect(await rowOf('a')).toMatchObject({
      state: 'DONE',
      nextTryAt: null,
      expireAt: new Date(NOW + 14 * 86_400_000),
    })
    expect(await rowOf('b')).toMatchObject({ state: 'DONE', progress: [] })
    expect(await dispatch(one, other)).toBe(0)
  })

  test('does not touch what belongs to another county', async () => {
    await put(event('a', { tenant: OTHER }))
    expect(await dispatch(subscriber('one'))).toBe(0)
  })

  test('repeats only for the one that failed, after 1 s, 5 s, 30 s, 2 min and then every 10 min, and sets aside after twelve tries', async () => {
    await put(event('a'))
    const [good, bad] = [subscriber('good'), subscriber('bad', failing)]
    const waits: number[] = []
    for (let tries = 0; tries < 12; tries += 1) {
      await dispatch(good, bad)
      const next = (await rowOf('a'))?.nextTryAt ?? null
      if (next === null) break
      waits.push((next - platform.clock.now()) / 1_000)
      platform.clock.set(next - 1)
      expect(await dispatch(good, bad)).toBe(0)
      platform.clock.set(next)
    }
    expect(waits).toEqual([1, 5, 30, 120, 600, 600, 600, 600, 600, 600, 600])
    expect([good.seen.length, bad.seen.length]).toEqual([1, 12])
    expect(await rowOf('a')).toMatchObject({ state: 'DEAD', nextTryAt: null, expireAt: null })
  })

  test('tells of a set-aside event by counter and log line, without a word of the error', async () => {
    const lines: string[] = []
    const log = Object.assign(platform.house.log.child({}), {
      error: (facts: object, text: string) => void lines.push(JSON.stringify([facts, text])),
    })
    await put(event('a', { progress: [{ subscriber: 'bad', state: 'WAITING', tries: 11, nextTryAt: NOW }] }))
    await dispatchDue({ ...platform.ctx(), log }, parts([subscriber('bad', failing)]))
    expect(lines).toEqual([
      JSON.stringify([
        { alarm: 'event-set-aside', tenant: COUNTY, event: 'notes.written', id: 'a', subscriber: 'bad' },
        'an event was set aside',
      ]),
    ])
    const { values } = await platform.house.metrics.events.get()
    expect(values.find((one) => one.labels.name === 'event-set-aside')?.value).toBeGreaterThan(0)
  })

  test('is sent again at the operator’s word, to those that gave up only', async () => {
    await put(event('a'))
    const [good, bad] = [subscriber('good'), subscriber('bad', failing)]
    for (let tries = 0; tries < 12; tries += 1) {
      await dispatch(good, bad)
      platform.clock.advance(600_000)
    }
    expect(await deadEvents(platform.ctx())).toEqual([
      { eventId: 'a', name: 'notes.written', recordId: 'not_a', by: ['bad'] },
    ])
    expect(await revive(platform.ctx(), 'b')).toBe(false)
    expect(await revive(platform.ctx(), 'a')).toBe(true)
    const mended = subscriber('bad')
    await dispatch(good, mended)
    expect([good.seen.length, mended.seen.length]).toEqual([1, 1])
    expect(await rowOf('a')).toMatchObject({ state: 'DONE' })
  })

  test('lets one that throws and one that hangs delay nobody else', async () => {
    const ids = Array.from({ length: 40 }, (_one, at) => `e${String(at)}`)
    await put(...ids.map((id) => event(id)))
    const release = new AbortController()
    const one = subscriber('one', async (id) => {
      if (id === 'e3') failing()
      if (id === 'e5') await sleep(60_000, undefined, { signal: release.signal }).catch(() => undefined)
    })
    await dispatchDue(platform.ctx(), parts([one], 300))
    release.abort()
    expect(new Set(one.seen)).toEqual(new Set(ids))
    expect(await outbox.countUpTo(platform.ctx(), { state: 'DONE' }, 100)).toBe(38)
    expect(await rowOf('e5')).toMatchObject({
      state: 'NEW',
      progress: [{ subscriber: 'one', state: 'WAITING', tries: 1, nextTryAt: NOW + 1_000 }],
    })
  })

  test('takes up what arrives while another one hangs', async () => {
    await put(event('slow'))
    const one = subscriber('one', async (id) => {
      if (id === 'slow') await sleep(1_000)
    })
    const running = dispatchDue(platform.ctx(), parts([one], 5_000))
    while (one.seen.length === 0) await sleep(10)
    await put(event('quick'))
    while (one.seen.length < 2) await sleep(10)
    expect(await rowOf('slow')).toMatchObject({ state: 'NEW' })
    await running
  })

  test('side by side with another one, hands over each event once', async () => {
    const ids = Array.from({ length: 120 }, (_one, at) => `e${String(at)}`)
    await put(...ids.map((id) => event(id)))
    const one = subscriber('one', () => sleep(1))
    const taken = await Promise.all([dispatch(one), dispatch(one), dispatch(one)])
    expect(taken.reduce((sum, count) => sum + count)).toBe(120)
    expect([...one.seen].sort()).toEqual([...ids].sort())
  })

  test('takes over from a worker that died, and refuses the result of one that only slept', async () => {
    await put(event('a'))
    const [slow, next] = [subscriber('one', () => sleep(500)), subscriber('one')]
    const late = dispatch(slow)
    while (slow.seen.length === 0) await sleep(10)
    expect(await dispatch(next)).toBe(0)
    platform.clock.advance(31_000)
    expect(await dispatch(next)).toBe(1)
    const settled = await rowOf('a')
    expect(settled).toMatchObject({ state: 'DONE' })
    await late
    expect(await rowOf('a')).toEqual(settled)
  })

  test('counts a try whose process died, so that an event that kills its worker is set aside like any other', async () => {
    await put(event('a', { unsettled: 12, nextTryAt: NOW }))
    const [killer, other] = [subscriber('killer'), subscriber('other')]
    await dispatch(killer, other)
    expect([killer.seen, other.seen]).toEqual([[], ['a']])
    expect(await rowOf('a')).toMatchObject({
      state: 'DEAD',
      progress: [
        { subscriber: 'killer', state: 'DEAD' },
        { subscriber: 'other', state: 'DONE' },
      ],
    })
  })

  test('does not wait for an hour that the clock was put back', async () => {
    const waiting = { subscriber: 'one', state: 'WAITING' as const, tries: 1, nextTryAt: NOW + 3_601_000 }
    await put(event('a', { nextTryAt: NOW + 3_601_000, progress: [waiting] }), event('b', { nextTryAt: NOW + 600_000 }))
    const one = subscriber('one')
    await dispatch(one)
    expect(one.seen).toEqual(['a'])
  })

  test('leaves an event in the hands of a worker whose clock is an hour ahead', async () => {
    await put(event('a', { nextTryAt: NOW + 3_630_000, run: 'pnd_ahead', unsettled: 1 }))
    const one = subscriber('one')
    expect(await dispatch(one)).toBe(0)
    expect(one.seen).toEqual([])
    expect(await rowOf('a')).toMatchObject({ state: 'NEW', run: 'pnd_ahead', unsettled: 1 })
  })

  test('keeps an event for a subscriber that this version does not have, and gives up on it in the end', async () => {
    await put(event('a', { progress: [{ subscriber: 'newer', state: 'WAITING', tries: 0, nextTryAt: NOW }] }))
    await dispatch(subscriber('one'))
    expect(await rowOf('a')).toMatchObject({ state: 'NEW', nextTryAt: NOW + 1_000 })
    const newer = subscriber('newer')
    platform.clock.advance(1_000)
    await dispatch(newer)
    expect(newer.seen).toEqual(['a'])
  })

  test('takes the events of one record in turn', async () => {
    const ids = Array.from({ length: 10 }, (_one, at) => `e${String(at)}`)
    await put(...ids.map((id, at) => event(id, { recordId: 'not_same', nextTryAt: NOW - 100 + at })))
    const running = { now: 0, most: 0 }
    const one = subscriber('one', async () => {
      running.now += 1
      running.most = Math.max(running.most, running.now)
      await sleep(5)
      running.now -= 1
    })
    await dispatch(one)
    expect(one.seen).toEqual(ids)
    expect(running.most).toBe(1)
  })
})
