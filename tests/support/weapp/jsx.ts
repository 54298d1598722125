/** The source's JSX, read by TypeScript's parser: which of Taro's components with which attributes. */
import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'

export const sourceOf = path.join(import.meta.dirname, '../../../miniprogram/src')

export interface Used {
  readonly file: string
  readonly component: string
  readonly attributes: readonly string[]
}

function filesWithJsx(): readonly string[] {
  return readdirSync(sourceOf, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.tsx'))
    .map((entry) => path.join(entry.parentPath, entry.name))
}

/** Names that a file takes from `@tarojs/components`. */
function importedFrom(source: ts.SourceFile): ReadonlySet<string> {
  const names = source.statements
    .filter(ts.isImportDeclaration)
    .filter((one) => ts.isStringLiteral(one.moduleSpecifier) && one.moduleSpecifier.text === '@tarojs/components')
    .flatMap((one) => {
      const bindings = one.importClause?.namedBindings
      return bindings !== undefined && ts.isNamedImports(bindings)
        ? bindings.elements.map((name) => name.name.text)
        : []
    })
  return new Set(names)
}

/** Every use of a Taro component in the mini-program's source. Spread attributes come from platform/aria.ts and are not seen. */
export function usedComponents(): readonly Used[] {
  return filesWithJsx().flatMap((file) => {
    const source = ts.createSourceFile(
      file,
      readFileSync(file, 'utf8'),
      ts.ScriptTarget.Latest,
      true,
      ts.ScriptKind.TSX,
    )
    const imported = importedFrom(source)
    const found: Used[] = []
    const walk = (node: ts.Node): void => {
      if (
        (ts.isJsxOpeningElement(node) || ts.isJsxSelfClosingElement(node)) &&
        imported.has(node.tagName.getText(source))
      ) {
        const attributes = node.attributes.properties.filter(ts.isJsxAttribute).map((one) => one.name.getText(source))
        found.push({ file: path.relative(sourceOf, file), component: node.tagName.getText(source), attributes })
      }
      ts.forEachChild(node, walk)
    }
    walk(source)
    return found
  })
}
