/** `npm run new:capability -- NAME`: the folders of a capability on each side, with one endpoint, its page, its tests and its lines in the registries. */
import { checkNode } from './checks.mjs'
import { ensureInstalled } from './install.mjs'
import { planCapability } from './new-capability/plan.mjs'
import { writePlan } from './new-capability/write.mjs'
import { complain, readOptions, Refusal, root } from './terminal.mjs'

const help = `npm run new:capability -- NAME [参数]

  NAME            小写英文，复数，用连字符，例如 lost-items (kebab-case, a plural noun)
  --title 标题    居民看到的名字，二到八个汉字，默认 登记事项 (what residents read)
  --help
`

try {
  checkNode()
  const words = process.argv.slice(2)
  const named = words[0] !== undefined && !words[0].startsWith('--')
  const options = readOptions(named ? words.slice(1) : words, { '--title': 'value', '--help': 'flag' })
  if (options['--help']) process.stdout.write(help)
  else if (!named) throw new Refusal(`少了名字。(A name is needed.)\n\n${help}`)
  else {
    await ensureInstalled()
    const title = typeof options['--title'] === 'string' ? options['--title'] : '登记事项'
    const plan = await planCapability(root, words[0] ?? '', title)
    await writePlan(root, plan)
    for (const file of plan.created.keys()) process.stdout.write(`新建 ${file}\n`)
    for (const file of plan.changed.keys()) process.stdout.write(`登记 ${file}\n`)
    process.stdout.write(
      `\n${plan.names.name} 建好了。接着运行 npm run verify，再把样板换成真正的规则。(Created; verify it.)\n`,
    )
  }
} catch (error) {
  complain(error)
  process.exitCode = 1
}
