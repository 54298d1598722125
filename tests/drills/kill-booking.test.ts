/** The short form of `npm run drill -- kill-booking`: eight of its points, one seed. The command itself does all of them, many times. */
import { beforeAll, describe, expect, test } from '@jest/globals'
import { killBooking, type KillBooking } from './kill-booking/run.ts'

const chosen = [
  ...['vaccine-seat-taken', 'vaccine-seat-lengthened', 'vaccine-seat-firm', 'vaccine-confirmed'],
  ...['vaccine-booking-ended@worker', 'vaccine-seat-returned', 'vaccine-change-seated', 'vaccine-change-moved'],
]

describe('kill -9 in the middle of a booking', () => {
  let result: KillBooking
  beforeAll(async () => {
    const how = { port: 23_640, seeds: [20_261_126], points: chosen, log: () => undefined, atOnce: false }
    result = await killBooking(how)
  }, 300_000)

  test('the process dies at every chosen point, by SIGKILL and not by itself', () => {
    expect(result.cases.map(({ point, signal }) => [point, signal]).sort()).toEqual(
      chosen.map((point) => [point, 'SIGKILL']).sort(),
    )
  })

  test('everybody’s retry ends as it should, no hold is left and no seat is nobody’s, once time went on', () => {
    expect(result.faults).toEqual([])
  })

  test('seats and bookings are counted afterwards both ways, and the chain, and nothing differs', () => {
    expect(result.verified).toHaveLength(2)
    for (const { rows, differences } of result.verified) expect([rows > 0, differences]).toEqual([true, 0])
  })
})
