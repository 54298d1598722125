/** WXML and wxs of the build, compiled by WeChat's own compiler: one group for all, so that `import` and `wxs src` find each other. */
import { TmplGroup } from 'glass-easel-template-compiler'
import type { template } from 'glass-easel'
import type { Bundle } from './bundle.ts'

export interface Templates {
  readonly of: (route: string) => template.ComponentTemplate
  /** Warnings and errors of the compiler, with the file they concern. */
  readonly diagnostics: readonly string[]
}

type Groups = Record<string, template.ComponentTemplate['content']>

const isGroups = (value: unknown): value is Groups => typeof value === 'object' && value !== null

export function compileTemplates(bundle: Bundle): Templates {
  const group = new TmplGroup()
  const diagnostics: string[] = []
  for (const file of bundle.files) {
    if (file.endsWith('.wxs')) group.addScript(file.replace(/\.wxs$/, ''), bundle.read(file))
    if (!file.endsWith('.wxml')) continue
    const found: unknown = group.addTmpl(file.replace(/\.wxml$/, ''), bundle.read(file))
    if (Array.isArray(found)) diagnostics.push(...found.map((one: unknown) => `${file}: ${JSON.stringify(one)}`))
  }
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the compiler's output is a program, as in WeChat
  const make = new Function(`return ${group.getTmplGenObjectGroups()}`)
  const groupList: unknown = Reflect.apply(make, undefined, [])
  if (!isGroups(groupList)) throw new TypeError('the template compiler answered something else')
  group.free()
  const of = (route: string): template.ComponentTemplate => {
    const content = groupList[route]
    if (content === undefined) throw new Error(`no template ${route}.wxml in the build`)
    // Without the fallback Taro's bindtap="eh" would become an attribute and no event would arrive.
    return { groupList, content, fallbackListenerOnNativeNode: true }
  }
  return { of, diagnostics }
}
