/** Bans that no plugin has, each with what to do instead. */

export const noDefaultExport = {
  selector: 'ExportDefaultDeclaration',
  message: 'Named exports only: a default export is for Taro pages and tool configurations.',
}

const vague = '/(Manager|Service|Helper|Helpers|Util|Utils)$/'

export const noVagueNames = [
  {
    selector: `:matches(ClassDeclaration, FunctionDeclaration, TSInterfaceDeclaration, TSTypeAliasDeclaration)[id.name=${vague}]`,
    message: 'Manager, Service, Helper and Utils say nothing: name the thing or the verb.',
  },
]

/** Law 7: a decision takes the time it is handed. */
export const clockOfTheContext = [
  {
    selector:
      "CallExpression[callee.object.name='Date'][callee.property.name='now'], NewExpression[callee.name='Date'][arguments.length=0]",
    message: "Time comes from the context's clock, so that tests and drills can move it.",
  },
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    message: 'Ids and secrets come from platform/ids or platform/crypto.',
  },
]

/** Law 9: only a provider talks to the outside. */
export const callsInProviders = [
  {
    selector: "CallExpression[callee.name='fetch']",
    message: 'Calls to the outside live in providers/, behind a port.',
  },
]

/** Only platform/ asks on which platform it runs. */
export const onePlatform = [
  {
    selector: "MemberExpression[property.name='TARO_ENV'], MemberExpression[property.value='TARO_ENV']",
    message: 'Only platform/ asks on which platform it runs: add there what the page needs.',
  },
]

/** Words people read stand in strings.zh-CN.ts, where they can be read together. */
export const wordsInStrings = [
  {
    selector:
      'Literal[value=/\\p{Script=Han}/u], JSXText[value=/\\p{Script=Han}/u], TemplateElement[value.raw=/\\p{Script=Han}/u]',
    message: "Words people read belong in the capability's strings.zh-CN.ts.",
  },
]

const vaguePart = /^(utils?|helpers?|common|misc)$|(^|-)(manager|service|helpers?|utils?)(?=[.-]|$)/

/** A file or folder whose name would fit any content. */
const plainFileNames = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { vague: '"{{part}}" could hold anything: name the file after what it does (acts/verb-noun.ts) or is.' },
  },
  create(context) {
    return {
      Program(node) {
        const parts = context.filename.slice(context.cwd.length + 1).split(/[\\/]/)
        const part = parts.find((one) => vaguePart.test(one))
        if (part !== undefined) context.report({ node, messageId: 'vague', data: { part } })
      },
    }
  },
}

export const house = { rules: { 'plain-file-names': plainFileNames } }
