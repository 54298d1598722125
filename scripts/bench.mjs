/** `npm run bench`: ratios against a floor and a competitor, and bytes; five minutes, by hand only. */
import { runTypeScript } from './typescript.mjs'

process.exitCode = await runTypeScript('tests/load/command.ts', process.argv.slice(2))
