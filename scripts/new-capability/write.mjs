/** Writes a plan, all of it or nothing: what goes wrong on the way is undone. */
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, rmdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { lastLines, run } from '../child.mjs'
import { Refusal } from '../terminal.mjs'

/** Files that `npm run generate` writes of what is declared. */
const GENERATED = ['docs/generated', 'config/deploy/env.example', 'miniprogram/src/platform/api/routes.generated.ts']

/**
 * @param {string} root
 * @param {import('./plan.mjs').Plan} plan
 * @param {(root: string) => Promise<void>} [finish] what is made of the files: the generated ones
 */
export async function writePlan(root, { created, changed }, finish = generate) {
  const before = snapshot(root, [...changed.keys(), ...GENERATED.flatMap((one) => filesOf(root, one))])
  /** @type {string[]} */
  const written = []
  try {
    for (const [file, text] of created) {
      mkdirSync(dirname(join(root, file)), { recursive: true })
      // A file that came to stand meanwhile is somebody else's.
      writeFileSync(join(root, file), text, { flag: 'wx' })
      written.push(file)
    }
    for (const [file, text] of changed) writeFileSync(join(root, file), text)
    await finish(root)
  } catch (error) {
    for (const file of written) removeWithFolders(root, file)
    for (const [file, text] of before) writeFileSync(join(root, file), text)
    throw error
  }
}

/** @param {string} root */
async function generate(root) {
  const words = ['--import', 'tsx', 'scripts/generate.ts']
  const { code, output } = await run(process.execPath, words, { cwd: root })
  if (code !== 0) throw new Refusal(`生成文件没有做成，改动已全部撤回 (undone)：\n${lastLines(output)}`)
}

/**
 * @param {string} root
 * @param {string} entry a file or a folder
 */
function filesOf(root, entry) {
  if (/\.\w+$/.test(entry)) return [entry]
  return readdirSync(join(root, entry)).map((name) => join(entry, name))
}

/**
 * @param {string} root
 * @param {readonly string[]} files
 */
function snapshot(root, files) {
  return new Map(files.map((file) => [file, readFileSync(join(root, file))]))
}

/**
 * The file, and the folders above it that are empty then.
 * @param {string} root
 * @param {string} file
 */
function removeWithFolders(root, file) {
  rmSync(join(root, file), { force: true })
  for (let folder = dirname(file); folder !== '.'; folder = dirname(folder)) {
    if (!existsSync(join(root, folder))) continue
    if (readdirSync(join(root, folder)).length > 0) return
    rmdirSync(join(root, folder))
  }
}
