/** Who may knock on a route at all. What they may do there is the capability's policy. */
export const audiences = ['public', 'resident', 'staff', 'provider'] as const
export type Audience = (typeof audiences)[number]

/** Classes of limiter; their numbers are the server's configuration. `lookup`: one officer looking people up; `upload`: files. */
export const limiterClasses = ['read', 'write', 'sign-in', 'ask', 'callback', 'public', 'lookup', 'upload'] as const
export type LimiterClass = (typeof limiterClasses)[number]

/**
 * Levels of the tree of units: county → township → village; departments below a county or township, schools below a department, classes below a
 * school. A role held at a unit reaches that unit and all below it.
 */
export const unitLevels = ['county', 'township', 'village', 'department', 'school', 'class'] as const
export type UnitLevel = (typeof unitLevels)[number]

/** The statistics bureau's code of a division, or a division's code with a name below it: `331123002204`, `331123-health`, `331123-edu-s3-c12`. */
export const UNIT_CODE = /^\d{6}(\d{3}(\d{3})?)?(-[a-z0-9]{1,20}){0,4}$/

/** Which of the three separate administrations a role belongs to (GB/T 22239-2019 level 3); nobody holds roles of two of them. */
export const administrations = ['business', 'system', 'security', 'audit'] as const
export type Administration = (typeof administrations)[number]

export interface RoleDefinition {
  /** What staff read. */
  readonly name: string
  readonly administration: Administration
  /** The ceiling: where the role may be held; it is granted nowhere else. */
  readonly levels: readonly UnitLevel[]
}

const everywhere = ['county', 'township', 'village', 'department', 'school'] as const

const role = (
  name: string,
  levels: readonly UnitLevel[],
  administration: Administration = 'business',
): RoleDefinition => ({ name, levels, administration })

/** The roles of staff, as data. A county narrows the ceiling (a setting), it never widens it. */
export const roleTable = {
  author: role('拟稿人', everywhere),
  publisher: role('发布人', ['county', 'township', 'department', 'school']),
  handler: role('经办人', everywhere),
  assigner: role('分派人', ['county', 'township', 'department']),
  reviewer: role('审核人', ['county', 'township', 'department', 'school']),
  counter: role('窗口人员', ['county', 'township', 'village']),
  cashier: role('收款人', ['county', 'township', 'village']),
  finance: role('财务', ['county', 'department']),
  'duty-officer': role('县值班员', ['county']),
  nurse: role('接种护士', ['county', 'township', 'department']),
  teacher: role('教师', ['school', 'class']),
  leader: role('领导', ['county', 'township', 'department']),
  moderator: role('内容审核员', ['county', 'township']),
  'tenant-admin': role('系统管理员', ['county'], 'system'),
  operator: role('运维员', ['county'], 'system'),
  'security-admin': role('安全管理员', ['county'], 'security'),
  auditor: role('审计员', ['county'], 'audit'),
} as const satisfies Readonly<Record<string, RoleDefinition>>

export type Role = keyof typeof roleTable

export const roles = Object.keys(roleTable) as Role[]
