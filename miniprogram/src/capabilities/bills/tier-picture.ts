/** Where the year's use stands in the tiers, in shares of the picture's width. Pure. */
import type { Bill } from '@xlb/shared/bills/contract.ts'

export type TierUse = Bill['tiers'][number]

export interface TierSegment {
  tier: number
  /** Share of the whole picture, 0 to 1. */
  width: number
  /** Shares of the segment. */
  before: number
  now: number
  /** Cubic metres of the year at the segment's right edge; null where it is open. */
  to: number | null
}

export interface TierPicture {
  segments: readonly TierSegment[]
  /** Where the year's use ends, as a share of the whole picture. */
  mark: number
  before: number
  now: number
}

/** An open tier has no length of its own: it is drawn a fifth longer than all before it, or than what was used of it. */
const OPEN_SHARE = 0.2
/** Narrower than this a tier's name no longer fits above it. */
const LEAST_WIDTH = 0.18

function lengthOf({ from, to, usedBefore, usedNow }: TierUse): number {
  if (to !== null) return Math.max(1, to - from)
  return Math.max(1, from * OPEN_SHARE, (usedBefore + usedNow) * (1 + OPEN_SHARE))
}

export function drawTiers(tiers: readonly TierUse[]): TierPicture {
  const lengths = tiers.map(lengthOf)
  const whole = lengths.reduce((sum, length) => sum + length, 0)
  const wanted = lengths.map((length) => Math.max(LEAST_WIDTH, length / whole))
  const all = wanted.reduce((sum, width) => sum + width, 0)
  const segments = tiers.map((tier, at) => ({
    tier: tier.tier,
    width: (wanted[at] ?? 0) / all,
    before: tier.usedBefore / (lengths[at] ?? 1),
    now: tier.usedNow / (lengths[at] ?? 1),
    to: tier.to,
  }))
  return {
    segments,
    mark: segments.reduce((sum, { width, before, now }) => sum + width * Math.min(1, before + now), 0),
    before: tiers.reduce((sum, tier) => sum + tier.usedBefore, 0),
    now: tiers.reduce((sum, tier) => sum + tier.usedNow, 0),
  }
}
