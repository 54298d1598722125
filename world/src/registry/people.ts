/**
 * Whose doses the registry knows when a demonstration begins: every child of the roster, and some grown-ups; of the others it knows nothing. All
 * invented, for a demonstration that begins on 2026-11-26; each child's peculiarity is one that a rule of the schedule turns on.
 */
import { demoChildren, type DemoChild } from '@xlb/shared/demo/families.ts'
import { demoPerson } from '@xlb/shared/demo/roster.ts'
import type { ProductCode } from './products.ts'
import { scheduleOf, type PlannedDose } from './schedule.ts'

/** Nothing is given yet on the day on which the demonstration begins. */
const LAST_DAY = '2026-11-25'

interface Peculiar {
  /** How long after reaching an age the child came; 0 where absent. */
  readonly lateDays?: number
  /** Doses of the schedule that were not given: `MMR/2`. */
  readonly missing?: readonly string[]
  /** Doses given on another day. */
  readonly moved?: Readonly<Record<string, string>>
  /** What is not of the programme. */
  readonly extra?: readonly (readonly [product: ProductCode, day: string])[]
}

const peculiar: Readonly<Record<string, Peculiar>> = {
  // Two months old on the first day: IPV and DTaP are due.
  'he-anan': { lateDays: 2 },
  // The last bOPV is due; the second influenza dose of a first season is not yet.
  'he-yiran': { lateDays: 3, missing: ['bOPV/2'], extra: [['FLU-IIV', '2026-11-12']] },
  // HepB came late, so its third dose waits longer than the other vaccines of six months.
  'xu-yinuo': { lateDays: 5, moved: { 'HepB/2': '2026-11-05' } },
  // JE-L is missing and has to wait for a live vaccine that was paid for two weeks ago.
  'wu-zimo': { lateDays: 4, missing: ['JE-L/2'], extra: [['VAR', '2026-11-12']] },
  'wu-muqing': { lateDays: 6 },
  // The twin who was ill when her sister's turn came.
  'wu-muyang': { lateDays: 6, missing: ['DTaP/5', 'MPSV-AC/2'] },
  'zhou-xiaoman': { lateDays: 1, extra: [['FLU-IIV', '2025-10-18']] },
  'zhou-xiaochuan': {
    extra: [
      ['VAR', '2016-10-10'],
      ['VAR', '2019-10-21'],
    ],
  },
  'li-haoran': { lateDays: 8, missing: ['HepB/3'] },
  // Catching up ends at eighteen: on 2026-12-01.
  'ye-yutong': { lateDays: 5, missing: ['MMR/2'] },
  // Paid for at fifteen, of three doses.
  'ye-xinyi': { extra: [['HPV9', '2026-10-20']] },
  'lei-zihan': { lateDays: 20, missing: ['MPSV-AC/2'] },
  'chen-yuze': { lateDays: 60 },
  // Too old for DTaP, so DT makes up for the dose at six.
  'liu-siyuan': { lateDays: 7, missing: ['DTaP/5'] },

  'he-zichen': { lateDays: 3 },
  'zhou-keyi': { lateDays: 4, missing: ['MMR/2'] },
  // Paid for at eleven, of two doses.
  'liu-yuhan': { lateDays: 2, extra: [['HPV2', '2026-03-10']] },
  // Everything late, and no BCG: now a skin test comes first.
  'li-xingye': { lateDays: 50, missing: ['BCG/1'] },
  // Three years old on 2026-11-30, when MPSV-AC begins.
  'ye-qingning': { lateDays: 2 },
}

const grownUps: Readonly<Record<string, readonly (readonly [product: ProductCode, day: string])[]>> = {
  'wang-xiulan': [
    ['PPV23', '2021-04-16'],
    ['FLU-IIV', '2024-10-22'],
    ['FLU-IIV', '2025-10-20'],
    ['RZV', '2026-09-10'],
  ],
  'lei-songlin': [
    ['PPV23', '2019-11-05'],
    ['FLU-IIV', '2026-10-15'],
  ],
  'chen-songlin': [['RZV', '2026-10-30']],
  'he-weijun': [
    ['HepB-ADULT', '2026-04-10'],
    ['HepB-ADULT', '2026-05-11'],
  ],
  'li-xiaoyan': [
    ['HPV4', '2018-05-12'],
    ['HPV4', '2018-07-14'],
    ['HPV4', '2018-11-17'],
  ],
  'pan-jiayi': [['FLU-IIV', '2026-10-29']],
  'he-haibo': [['FLU-IIV', '2026-11-02']],
  'chen-guihua': [
    ['PPV23', '2022-03-18'],
    ['FLU-IIV', '2025-11-03'],
  ],
  'zhong-xiuying': [['ZVL', '2024-06-11']],
  'wu-yuzhen': [
    ['RZV', '2025-03-04'],
    ['RZV', '2025-06-10'],
  ],
}

export interface KnownPerson {
  readonly key: string
  readonly idNo: string
  readonly birthDay: string
  readonly sex: 'female' | 'male'
  /** Of the township, where the doses were given. */
  readonly siteName: string
  readonly siteCode: string
  readonly doses: readonly PlannedDose[]
}

type Paid = readonly (readonly [product: ProductCode, day: string])[]

function numbered(paid: Paid): PlannedDose[] {
  return paid.map(([product, day], at) => {
    const earlier = paid.slice(0, at).filter(([other]) => other === product)
    return { name: `${product}/${String(earlier.length + 1)}`, product, day }
  })
}

function dosesOf(child: DemoChild): PlannedDose[] {
  const { lateDays = 0, missing = [], moved = {}, extra = [] } = peculiar[child.key] ?? {}
  const programme = scheduleOf(child.birthday, lateDays, LAST_DAY)
    .filter(({ name }) => !missing.includes(name))
    .map((dose) => ({ ...dose, day: moved[dose.name] ?? dose.day }))
  return [...programme, ...numbered(extra)]
}

/** Children are vaccinated where they live, with their first guardian. */
function siteOf(personKey: string): { siteName: string; siteCode: string } {
  const { townshipName, townshipCode } = demoPerson(personKey)
  const kind = townshipName.endsWith('街道') ? '社区卫生服务中心' : '卫生院'
  return { siteName: `${townshipName}${kind}`, siteCode: townshipCode }
}

const sexOf = (gender: 'F' | 'M'): KnownPerson['sex'] => (gender === 'F' ? 'female' : 'male')

function knownChild(child: DemoChild): KnownPerson {
  const { key, idNo, birthday: birthDay, gender, guardians } = child
  const site = siteOf(guardians[0]?.personKey ?? '')
  return { key, idNo, birthDay, sex: sexOf(gender), ...site, doses: dosesOf(child) }
}

function knownGrownUp([key, paid]: readonly [string, Paid]): KnownPerson {
  const { idNo, birthday: birthDay, gender } = demoPerson(key)
  return { key, idNo, birthDay, sex: sexOf(gender), ...siteOf(key), doses: numbered(paid) }
}

export const knownPeople: readonly KnownPerson[] = [
  ...demoChildren.map(knownChild),
  ...Object.entries(grownUps).map(knownGrownUp),
]
