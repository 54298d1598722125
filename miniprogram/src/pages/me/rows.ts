/** The rows of 我的, from the capabilities' manifests: the page knows none of them by name. */
import type { Me } from '@xlb/shared/accounts/contract.ts'
import type { MeRow } from '#platform/nav/manifest.ts'
import { registry } from '../../capabilities/registry.ts'
import { tabWords } from '../strings.zh-CN.ts'

const rows = registry.flatMap((capability) => capability.me ?? []).sort((one, other) => one.rank - other.rank)

export interface MeSection {
  /** Empty for the first, which needs none. */
  readonly title: string
  readonly rows: readonly MeRow[]
}

const inGroup = (group: MeRow['group'], title: string): MeSection => ({
  title,
  rows: rows.filter((row) => row.group === group),
})

export const sections: readonly MeSection[] = [
  inGroup('things', ''),
  inGroup('self', tabWords.self),
  inGroup('data', tabWords.data),
]

export const openRows: readonly MeRow[] = rows.filter((row) => row.open === true)

/** What stands at a row's end; empty where it shows nothing. */
export function factOf({ shows }: MeRow, me: Me | null): string {
  if (shows === undefined || me === null) return ''
  const value = me[shows.fact]
  return value === null ? (shows.words['none'] ?? '') : (shows.words[value] ?? value)
}
