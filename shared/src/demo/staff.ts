/**
 * The demonstration's officers, all INVENTED. Password and second factor stand here for everybody to read, so the server's seed leaves them out
 * in production.
 */
import type { Role } from '../platform/roles.ts'
import { diceFrom } from './random.ts'
import { demoPeople } from './roster.ts'

export const DEMO_STAFF_PASSWORD = 'xiangliban-demo-2026'

export interface DemoOfficer {
  /** `suichang-counter-a`; the username too. */
  readonly key: string
  readonly tenant: string
  readonly displayName: string
  readonly unitCode: string
  readonly held: readonly { readonly role: Role; readonly unitCode: string }[]
  /** Base32, 20 bytes. */
  readonly totpSecret: string
  /** The resident whom the officer is; null: no resident of the demonstration. */
  readonly personKey: string | null
}

type Sketch = readonly [name: string, role: Role, unitCode: string, displayName: string]

interface County {
  readonly tenant: string
  readonly name: string
  readonly sketches: readonly Sketch[]
}

const sketchesOf = (county: string, at: Readonly<Record<'one' | 'two' | 'village', Sketch>>): Sketch[] => [
  ['counter-a', 'counter', county, '周敏'],
  ['counter-b', 'counter', county, '吴建平'],
  ['counter-own', 'counter', county, '叶素珍'],
  at.one,
  at.two,
  ['duty', 'duty-officer', county, '郑国强'],
  ['admin', 'tenant-admin', county, '林志远'],
  ['admin-b', 'tenant-admin', county, '徐丽君'],
  ['security', 'security-admin', county, '潘文斌'],
  ['security-b', 'security-admin', county, '雷晓燕'],
  ['auditor', 'auditor', county, '季春华'],
  ['operator', 'operator', county, '毛立新'],
  ['finance', 'finance', county, '包丽红'],
  ['nurse', 'nurse', `${county}-health`, '蓝水英'],
  ['teacher', 'teacher', `${county}-edu-s1`, '应佳宁'],
  ['author', 'author', county, '黄一鸣'],
  ['publisher', 'publisher', county, '章海燕'],
  ['handler', 'handler', county, '朱伟民'],
  ['assigner', 'assigner', county, '罗小红'],
  ['reviewer', 'reviewer', county, '傅建军'],
  ['leader', 'leader', county, '华宏伟'],
  ['moderator', 'moderator', county, '巫春燕'],
  at.village,
]

const counties: readonly County[] = [
  {
    tenant: '331123',
    name: 'suichang',
    sketches: sketchesOf('331123', {
      one: ['yunfeng-counter', 'counter', '331123002', '钟雪梅'],
      two: ['miaogao-counter', 'counter', '331123001', '程少华'],
      village: ['cashier', 'cashier', '331123002204', '王土根'],
    }),
  },
  {
    tenant: '331124',
    name: 'songyang',
    sketches: sketchesOf('331124', {
      one: ['gushi-counter', 'counter', '331124101', '何春兰'],
      two: ['xiping-counter', 'counter', '331124001', '刘大伟'],
      village: ['cashier', 'cashier', '331124104200', '阙根土'],
    }),
  },
]

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** Who of a county is also a resident: its last one, for the rule that nobody handles their own matter. */
function personOf(tenant: string, name: string): string | null {
  if (name !== 'counter-own') return null
  return demoPeople.filter((one) => one.countyCode === tenant).at(-1)?.key ?? null
}

function inventStaff(): DemoOfficer[] {
  const dice = diceFrom(331_124)
  return counties.flatMap(({ tenant, name: county, sketches }) =>
    sketches.map(([name, role, unitCode, displayName]) => ({
      key: `${county}-${name}`,
      tenant,
      displayName,
      unitCode,
      held: [{ role, unitCode }],
      totpSecret: dice.text(32, BASE32),
      personKey: personOf(tenant, name),
    })),
  )
}

export const demoStaff: readonly DemoOfficer[] = inventStaff()

/** One officer by key; throws RangeError on an unknown one. */
export function demoOfficer(key: string): DemoOfficer {
  const found = demoStaff.find((one) => one.key === key)
  if (found === undefined) throw new RangeError(`no such demo officer: ${key}`)
  return found
}
