/** What can be wrong: with a cell of a table (a row is left out), or with a file as a whole (nothing of it is read). */

export const importKinds = ['residents', 'guardians', 'classes'] as const
export type ImportKind = (typeof importKinds)[number]

export const cellFaults = [
  'missing',
  'spaces',
  'too-long',
  'formula',
  'error-value',
  'full-width',
  'control-character',
  'too-many-columns',
  'duplicate',
  'id-wrong-format',
  'id-fifteen-digits',
  'id-unknown-region',
  'id-no-such-day',
  'id-future-birth',
  'id-wrong-check-digit',
  'id-as-number',
  'name-too-long',
  'name-wrong-dot',
  'name-wrong-format',
  'village-unknown',
  'village-ambiguous',
  'known-other-name',
  'known-other-village',
  'guardian-unknown',
  'child-unknown',
  'child-other-name',
  'child-grown-up',
  'same-person',
  'relation-unknown',
  'day-wrong',
  'ends-before-begins',
  'school-unknown',
  'school-elsewhere',
  'grade-wrong',
  'class-wrong',
  'own-matter',
  'changed-meanwhile',
  'header-missing',
  'header-unknown',
  'header-twice',
] as const
export type CellFault = (typeof cellFaults)[number]

export const fileFaults = [
  'file-broken',
  'file-locked',
  'not-a-table',
  'encoding-unknown',
  'quotes-broken',
  'cell-too-long',
  'too-many-rows',
  'too-many-problems',
  'too-much-inside',
  'header-wrong',
  'no-rows',
] as const
export type FileFault = (typeof fileFaults)[number]
