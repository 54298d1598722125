/** `npm run sabotage`: plants faults in a copy of the house, one at a time; each must turn its named test red. Exit code 1 when one stays green. */
import { runTypeScript } from './typescript.mjs'

process.exitCode = await runTypeScript('tests/sabotage/command.ts', process.argv.slice(2))
