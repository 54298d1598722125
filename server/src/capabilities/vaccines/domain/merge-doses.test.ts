import { describe, expect, test } from '@jest/globals'
import type { RegistryDose } from './doses.ts'
import { mergeDoses } from './merge-doses.ts'

const told = (more: object = {}) => ({
  ...{ id: 'RD1', revision: 1, product: 'MMR', day: '2026-11-20', lot: 'L1', siteName: '别处', source: 'registry' },
  ...more,
})
const own = (more: object = {}): RegistryDose => ({
  ...{ id: 'vdo_b', revision: 1, product: 'MMR', day: '2026-11-20', lot: 'L1', site: '本门诊', ...more },
  ours: {
    ...{ reportNo: 'vdo_b', bookingId: 'bkg_1', siteId: 'sit_1', lotId: 'vlt_1', expiry: '2027-01-01' },
    ...{ packCode: '1', by: 'stf_1', at: '2026-11-20T01:00:00.000Z' },
    was: [
      {
        ...{ reportNo: 'vdo_a', product: 'MMR', day: '2026-11-19', lot: 'L0', expiry: '2027-01-01', packCode: '1' },
        ...{ by: 'stf_1', at: '2026-11-20T02:00:00.000Z', reason: '写错' },
      },
    ],
  },
})

describe('the registry’s doses and ours', () => {
  test('count once by our number, by product and day, and where the registry lists one twice', () => {
    const standing = [own()]
    expect(mergeDoses(standing, [])).toEqual(standing)
    expect(mergeDoses(standing, [told({ source: 'vdo_b' })])).toEqual(standing)
    expect(mergeDoses(standing, [told()])).toEqual(standing)
    expect(mergeDoses([], [told(), told({ id: 'RD1-2' })])).toHaveLength(1)
  })

  test('do not count again what we corrected', () => {
    expect(mergeDoses([own()], [told({ source: 'vdo_a', day: '2026-11-19' })])).toEqual([own()])
  })

  test('are as the registry has them once it corrected ours', () => {
    const merged = mergeDoses([own()], [told({ source: 'vdo_b', revision: 2, day: '2026-11-18' })])
    expect(merged).toMatchObject([{ day: '2026-11-18', revision: 2, ours: { reportNo: 'vdo_b' } }])
    expect(mergeDoses(merged, [told({ source: 'vdo_b', revision: 2, day: '2026-11-18' })])).toEqual(merged)
  })

  test('drop what the registry took out, and stand in the order of their days', () => {
    const elsewhere: RegistryDose = { id: 'RD9', revision: 1, product: 'HepB', day: '2026-01-01', lot: null, site: '' }
    const merged = mergeDoses([elsewhere, own()], [told({ id: 'RD2', product: 'VAR', day: '2025-01-01' })])
    expect(merged.map((one) => one.product)).toEqual(['VAR', 'MMR'])
  })
})
