/** The kinds that all capabilities declare; set once at the start. */
import type { ApprovalKind } from './kind.ts'

let kinds: ReadonlyMap<string, ApprovalKind> = new Map()

export function setApprovalKinds(declared: readonly ApprovalKind[]): void {
  kinds = new Map(declared.map((kind) => [kind.name, kind]))
  if (kinds.size !== declared.length) throw new Error('two kinds of approval have one name')
}

/** @throws when no capability declares it */
export function kindOf(name: string): ApprovalKind {
  const kind = kinds.get(name)
  if (kind === undefined) throw new Error(`no capability declares the approval ${name}`)
  return kind
}
