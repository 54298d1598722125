/** One row of a table judged by itself: what it says, or what is wrong in which cell. Nothing is trimmed, folded or guessed. */
import type { GuardianRelation } from '@xlb/shared/families/contract.ts'
import { ADULT_YEARS, hasReached } from '@xlb/shared/platform/full-years.ts'
import type { ImportKind } from '@xlb/shared/imports/faults.ts'
import type { Header } from './read-header.ts'
import type { Problem } from './problem.ts'
import { createReader, type Reader } from './read-cells.ts'
import type { ReadRow } from './read-row.ts'
import type { SheetRow } from './sheet-row.ts'

/** What the county knows, without a question to a database. */
export interface Knowledge {
  /** The local day. */
  readonly today: string
  hasVillage(code: string): boolean
  /** The code of a village by the names of its township and itself. */
  villageNamed(township: string, village: string): string | null
  /** null: no such school, or closed; `elsewhere`: not one of those that the import is for. */
  schoolAt(code: string): 'here' | 'elsewhere' | null
  readonly readGrade: (text: string) => number | null
  readonly readClassNumber: (text: string) => number | null
}

export interface Judged {
  /** null: something is wrong. */
  readonly read: ReadRow | null
  readonly problems: readonly Problem[]
}

export function judgeRow(kind: ImportKind, header: Header, sheetRow: SheetRow, known: Knowledge): Judged {
  const reader = createReader(header, sheetRow, known.today)
  const read = readers[kind](reader, sheetRow.row, known)
  const problems = reader.problems()
  return { read: problems.length === 0 ? read : null, problems }
}

type ReadOne = (reader: Reader, row: number, known: Knowledge) => ReadRow | null

const readers: Readonly<Record<ImportKind, ReadOne>> = {
  residents(reader, row, known) {
    const name = reader.name('name')
    const id = reader.idNo('idNo')
    const villageCode = villageOf(reader, known)
    if (name === null || id === null || villageCode === null) return null
    return { kind: 'residents', row, name, idNo: id.idNo, birthday: id.birthday, villageCode }
  },
  guardians(reader, row, known) {
    const guardian = reader.idNo('guardianIdNo')
    const name = reader.name('name')
    const child = reader.idNo('idNo')
    const relation = relationOf(reader)
    const since = reader.day('since')
    const until = reader.has('until') ? reader.day('until') : null
    if (since !== null && until !== null && until < since) reader.blame('until', 'ends-before-begins')
    if (guardian !== null && guardian.idNo === child?.idNo) reader.blame('idNo', 'same-person')
    else if (child !== null && hasReached(child.birthday, ADULT_YEARS, known.today))
      reader.blame('idNo', 'child-grown-up')
    if (guardian === null || name === null || child === null || relation === null || since === null) return null
    const { idNo, birthday } = child
    return { kind: 'guardians', row, guardianIdNo: guardian.idNo, name, idNo, birthday, relation, since, until }
  },
  classes(reader, row, known) {
    const school = schoolOf(reader, known)
    const grade = reader.read('grade', 'grade-wrong', known.readGrade)
    const number = reader.read('number', 'class-wrong', known.readClassNumber)
    const name = reader.name('name')
    const id = reader.idNo('idNo')
    if (school === null || grade === null || number === null || name === null || id === null) return null
    return { kind: 'classes', row, school, grade, number, name, idNo: id.idNo }
  },
}

/** By code, by names, or by both where they agree. */
function villageOf(reader: Reader, known: Knowledge): string | null {
  const byCode = reader.has('villageCode') || !reader.knows('village')
  const code = byCode ? reader.text('villageCode') : null
  if (code !== null && !known.hasVillage(code)) {
    reader.blame('villageCode', 'village-unknown')
    return null
  }
  if (byCode && !reader.has('village')) return code
  const [township, village] = [reader.text('township'), reader.text('village')]
  if (township === null || village === null) return null
  const named = known.villageNamed(township, village)
  if (named === null) reader.blame('village', 'village-unknown')
  else if (code !== null && code !== named) reader.blame('villageCode', 'village-ambiguous')
  return named
}

const RELATIONS: Readonly<Record<string, GuardianRelation>> = {
  母亲: 'mother',
  父亲: 'father',
  祖父母: 'grandparent',
  外祖父母: 'grandparent',
  其他: 'other',
}

function relationOf(reader: Reader): GuardianRelation | null {
  return reader.read('relation', 'relation-unknown', (text) => RELATIONS[text] ?? null)
}

function schoolOf(reader: Reader, known: Knowledge): string | null {
  const code = reader.text('school')
  if (code === null) return null
  const place = known.schoolAt(code)
  if (place !== 'here') reader.blame('school', place === null ? 'school-unknown' : 'school-elsewhere')
  return code
}
