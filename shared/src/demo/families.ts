/**
 * The children of the demonstration and a few people more, all INVENTED by the rules of the roster (roster.ts): common names, ID numbers whose
 * sequence is not given out, parents out of the roster by key. Ages are meant for a demonstration that begins on 2026-11-26. The bureau of the
 * world answers from this list, the server's seed may begin families from it; neither reads anything else of the other.
 */
import { demoIdNo } from './id-no.ts'
import { demoPerson } from './roster.ts'

export type DemoRelation = 'mother' | 'father' | 'grandparent' | 'other'

export interface DemoGuardian {
  /** Key of a person of the roster. */
  readonly personKey: string
  readonly relation: DemoRelation
  /** false: no source knows it, the counter has to prove it. */
  readonly knownToBureau: boolean
  /** The day on which it ended by a court's or the county's decision; the bureau then answers `ended`. */
  readonly endedOn?: string
}

/** What the bureau's register holds of one person. */
export interface DemoCitizen {
  readonly key: string
  readonly name: string
  readonly gender: 'F' | 'M'
  readonly idNo: string
  /** `YYYY-MM-DD` */
  readonly birthday: string
  readonly countyCode: string
  readonly villageCode: string
}

export interface DemoChild extends DemoCitizen {
  readonly guardians: readonly DemoGuardian[]
  /** Kin of the roster who are NOT guardians. */
  readonly kin: readonly { readonly personKey: string; readonly relation: 'grandmother' }[]
}

const proven = (personKey: string, relation: DemoRelation): DemoGuardian => ({
  personKey,
  relation,
  knownToBureau: true,
})
const unproven = (personKey: string, relation: DemoRelation): DemoGuardian => ({
  personKey,
  relation,
  knownToBureau: false,
})
const ended = (personKey: string, relation: DemoRelation, endedOn: string): DemoGuardian => ({
  ...proven(personKey, relation),
  endedOn,
})

type Spelled = readonly [key: string, name: string]

/** A child lives where the first guardian lives. */
function child(
  [key, name]: Spelled,
  gender: 'F' | 'M',
  birthday: string,
  guardians: readonly [DemoGuardian, ...DemoGuardian[]],
  kin: DemoChild['kin'] = [],
): DemoChild {
  const { countyCode, villageCode } = demoPerson(guardians[0].personKey)
  const idNo = demoIdNo(countyCode, birthday, gender)
  return { key, name, gender, idNo, birthday, countyCode, villageCode, guardians, kin }
}

const heAndLi = [proven('he-weijun', 'father'), proven('li-xiaoyan', 'mother')] as const
/** Divorced: the father's guardianship was ended. */
const zhongAfterDivorce = [proven('zhong-ting', 'mother'), ended('ye-yuhang', 'father', '2025-06-30')] as const
const grandmotherWang = [{ personKey: 'wang-xiulan', relation: 'grandmother' }] as const

/** 14 children of 遂昌县, then 6 of 松阳县. */
export const demoChildren: readonly DemoChild[] = [
  child(['he-anan', '何安安'], 'F', '2026-09-26', heAndLi),
  child(['he-yiran', '何依然'], 'F', '2022-10-11', heAndLi),
  child(['xu-yinuo', '徐一诺'], 'M', '2026-06-26', [proven('ye-ting', 'mother'), proven('xu-yuhang', 'father')]),
  child(['wu-zimo', '吴子墨'], 'M', '2024-03-15', [proven('pan-jiayi', 'mother')]),
  // Twins.
  child(['wu-muqing', '吴沐晴'], 'F', '2020-09-09', [proven('pan-jiayi', 'mother')]),
  child(['wu-muyang', '吴沐阳'], 'M', '2020-09-09', [proven('pan-jiayi', 'mother')]),
  child(['zhou-xiaoman', '周小满'], 'F', '2018-05-21', [proven('wu-xiaoyan', 'mother')], grandmotherWang),
  child(['zhou-xiaochuan', '周小川'], 'M', '2015-08-30', [proven('wu-xiaoyan', 'mother')]),
  // Turns 14 on 2026-12-02.
  child(['li-haoran', '李浩然'], 'M', '2012-12-02', [proven('li-yuhang', 'father'), proven('zheng-yaqin', 'mother')]),
  // Turns 18 on 2026-12-01.
  child(['ye-yutong', '叶雨桐'], 'F', '2008-12-01', zhongAfterDivorce),
  child(['ye-xinyi', '叶欣怡'], 'F', '2011-03-03', zhongAfterDivorce),
  child(['lei-zihan', '雷子涵'], 'F', '2017-04-08', [unproven('lei-aijuan', 'grandparent')]),
  child(['chen-yuze', '陈雨泽'], 'M', '2013-09-14', [proven('chen-meifeng', 'grandparent')]),
  child(['liu-siyuan', '刘思远'], 'M', '2019-01-20', [proven('wu-xiaoyan', 'other')]),

  // The father is proven, the mother is known to no source.
  child(['he-zichen', '何梓晨'], 'M', '2016-06-16', [proven('he-haibo', 'father'), unproven('liu-yaqin', 'mother')]),
  child(['zhou-keyi', '周可依'], 'F', '2021-02-02', [proven('zhou-wenbin', 'father')]),
  child(['liu-yuhan', '刘雨涵'], 'F', '2014-10-05', [proven('liu-zhiqiang', 'father')]),
  child(['li-xingye', '李星野'], 'M', '2025-07-01', [unproven('li-junjie', 'father')]),
  child(['ye-qingning', '叶青柠'], 'F', '2023-11-30', [proven('ye-wenbin', 'father')]),
  child(['liu-mingze', '刘明泽'], 'M', '2010-02-14', [proven('liu-zhiqiang', 'father')]),
]

function citizen(
  [key, name]: Spelled,
  gender: 'F' | 'M',
  birthday: string,
  countyCode: string,
  villageCode: string,
): DemoCitizen {
  return { key, name, gender, idNo: demoIdNo(countyCode, birthday, gender), birthday, countyCode, villageCode }
}

/** Known to the death register, not to the roster. */
export const demoDeceased: DemoCitizen & { readonly diedOn: string } = {
  ...citizen(['zhou-laigen', '周来根'], 'M', '1938-10-08', '331123', '331123002204'),
  diedOn: '2026-03-02',
}

/** Names that break careless code: a dot between two parts, a letter beyond U+20000, and a long one. */
export const demoSpecialNames: readonly DemoCitizen[] = [
  citizen(['ayiguli-maimaiti', '阿依古丽·买买提'], 'F', '1990-05-04', '331123', '331123001010'),
  citizen(['chen-hua', '陈\u{2C029}'], 'M', '1987-11-23', '331123', '331123001008'),
  citizen(['abudureheman', '阿卜杜热合曼·托合提尼亚孜'], 'M', '1979-08-15', '331124', '331124001006'),
]

/** One child by key; throws RangeError on an unknown one. */
export function demoChild(key: string): DemoChild {
  const found = demoChildren.find((one) => one.key === key)
  if (found === undefined) throw new RangeError(`no such demo child: ${key}`)
  return found
}
