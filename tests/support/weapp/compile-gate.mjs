/**
 * WeChat's own compiler over a build, without WeChat: `node compile-gate.mjs FOLDER`. What `miniprogram-ci preview` would ask a server for (the
 * project's attributes) is given here. Writes one line of JSON: `{"files": n}` or `{"error": …}`.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import ci from 'miniprogram-ci'

const folder = path.resolve(process.argv[2] ?? '')
const out = mkdtempSync(path.join(tmpdir(), 'compile-gate-'))

/** The limits WeChat would answer with for an ordinary account (megabytes, except icons in kilobytes). */
const setting = {
  MaxCodeSize: 2,
  MaxSubpackageSubCodeSize: 2,
  MaxSubpackageFullCodeSize: 20,
  NavigateMiniprogramLimit: 10,
  MaxSubPackageLimit: 100,
  MinTabbarCount: 2,
  MaxTabbarCount: 5,
  MaxTabbarIconSize: 40,
}

/** @param {object} answer */
function end(answer) {
  rmSync(out, { recursive: true, force: true })
  process.stdout.write(`\n${JSON.stringify(answer)}\n`, () => process.exit(0))
}

try {
  const project = new ci.Project({
    appid: 'wxd1a0000000000001',
    type: 'miniProgram',
    projectPath: folder,
    privateKey: 'not used: nothing is uploaded',
  })
  project.attr = () => Promise.resolve({ platform: false, appType: 0, isSandbox: false, released: false, setting })
  const compiled = await ci.getCompiledResult(
    {
      project,
      version: '0.0.0',
      desc: '',
      setting: { es6: true, minify: true, minifyWXML: true, minifyWXSS: true },
      onProgressUpdate: () => undefined,
    },
    path.join(out, 'compiled.zip'),
  )
  end({ files: Object.keys(compiled).length })
} catch (error) {
  end({ error: String(error instanceof Error ? error.message : JSON.stringify(error)) })
}
