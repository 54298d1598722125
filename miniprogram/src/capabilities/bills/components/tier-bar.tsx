import { Text, View } from '@tarojs/components'
import type { Utility } from '@xlb/shared/bills/contract.ts'
import { aria } from '#platform/aria.ts'
import { useElder, useRoomy } from '#ui/use-elder.ts'
import { madeWords } from '../made.zh-CN.ts'
import { drawTiers } from '../tier-picture.ts'
import type { TierPicture, TierSegment, TierUse } from '../tier-picture.ts'
import './tier-bar.scss'

/** The year's use in the tiers: one bar with a mark, or one row a tier. The table below says the same in numbers. */
export function TierBar({ tiers, utility }: { tiers: readonly TierUse[]; utility: Utility }) {
  const roomy = useRoomy()
  if (tiers.length === 0) return null
  const picture = drawTiers(tiers)
  const said = aria({ role: 'img', label: madeWords.tierSaid(picture.before, picture.now, utility) })
  return (
    <View className="tb" {...said}>
      {roomy ? (
        tiers.map((tier) => <TierLine key={tier.tier} tier={tier} utility={utility} />)
      ) : (
        <OneBar picture={picture} utility={utility} />
      )}
      <View className="tb-k">
        <Text className="tb-kb">{madeWords.legendBefore(picture.before)}</Text>
        <Text className="tb-kn">{madeWords.legendNow(picture.now)}</Text>
        <Text className="tb-kr">{madeWords.legendRest}</Text>
      </View>
    </View>
  )
}

const percent = (share: number): string => `${(share * 100).toFixed(1)}%`

function OneBar({ picture, utility }: { picture: TierPicture; utility: Utility }) {
  const used = picture.before + picture.now
  return (
    <View className="tb-one">
      {picture.segments.map((segment, at) => (
        <Segment key={segment.tier} segment={segment} first={at === 0} />
      ))}
      <View className="tb-m" style={{ left: percent(picture.mark) }} />
      <Text className={`tb-w tb-w${markSide(picture.mark)}`} style={markPlace(picture.mark)}>
        {madeWords.yearTotal(used, utility)}
      </Text>
    </View>
  )
}

/** Near an edge the words stand beside the mark instead of under it. */
function markSide(mark: number): 'l' | 'm' | 'r' {
  if (mark < 0.2) return 'l'
  return mark > 0.8 ? 'r' : 'm'
}

function markPlace(mark: number): { left: string } | { right: string } {
  return markSide(mark) === 'r' ? { right: percent(1 - mark) } : { left: percent(mark) }
}

function Segment({ segment, first }: { segment: TierSegment; first: boolean }) {
  return (
    <View className="tb-s" style={{ width: percent(segment.width) }}>
      <Text className="tb-n">{madeWords.tier(segment.tier)}</Text>
      <View className="tb-t">
        <View className="tb-b" style={{ width: percent(segment.before) }} />
        <View className="tb-u" style={{ width: percent(segment.now) }} />
      </View>
      <View className="tb-x">
        <Text>{first ? '0' : ''}</Text>
        <Text className={segment.to === null ? '' : 'tb-to'}>{segment.to === null ? '' : String(segment.to)}</Text>
      </View>
    </View>
  )
}

function TierLine({ tier, utility }: { tier: TierUse; utility: Utility }) {
  const elder = useElder()
  const used = tier.usedBefore + tier.usedNow
  const whole = tier.to === null ? Math.max(1, used) : tier.to - tier.from
  return (
    <View className="tb-l">
      <View className="tb-lh">
        <Text>{elder ? madeWords.tierElder(tier.tier) : madeWords.tier(tier.tier)}</Text>
        <Text className="b">{tierWords(used, tier.to === null ? null : whole, utility)}</Text>
      </View>
      <View className="tb-t">
        <View className="tb-b" style={{ width: percent(tier.usedBefore / whole) }} />
        <View className="tb-u" style={{ width: percent(tier.usedNow / whole) }} />
      </View>
    </View>
  )
}

function tierWords(used: number, whole: number | null, utility: Utility): string {
  if (used === 0) return madeWords.tierNone
  if (whole === null) return madeWords.tierOpen(used, utility)
  return used >= whole ? madeWords.tierFull(used, utility) : madeWords.tierPart(used, whole - used)
}
