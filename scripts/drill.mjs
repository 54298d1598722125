/** `npm run drill -- kill-payment`: the long form of a drill; the suite runs the short one. Exit code 1 when anything was lost or doubled. */
import { runTypeScript } from './typescript.mjs'

process.exitCode = await runTypeScript('tests/drills/command.ts', process.argv.slice(2))
