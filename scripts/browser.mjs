/** Finds the Chromium of the machine, and installs Debian's with Chinese fonts where that is allowed. */
import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { lastLines, run } from './child.mjs'
import { heartbeat, say } from './terminal.mjs'

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']

/** @returns {Promise<string | undefined>} path of the browser; `CHROMIUM` in the environment wins */
export async function findBrowser() {
  const named = process.env['CHROMIUM']
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const candidates = [
    ...(named ? [named] : []),
    ...names.flatMap((name) => folders.map((folder) => join(folder, name))),
  ]
  for (const path of candidates) {
    const usable = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (usable) return path
  }
  return undefined
}

async function hasChineseFonts() {
  const { code, output } = await run('fc-list', [':lang=zh-cn', 'family'])
  return code === 0 && output.trim() !== ''
}

/**
 * Makes a browser and Chinese fonts available, as far as this machine lets us. What is still missing afterwards fails the journeys.
 * @param {(sentence: string) => void} [log]
 * @returns {Promise<string | undefined>} path of the browser
 */
export async function ensureBrowser(log = say) {
  const wanted = [
    ...((await findBrowser()) === undefined ? ['chromium'] : []),
    ...((await hasChineseFonts()) ? [] : ['fonts-noto-cjk', 'fontconfig']),
  ]
  if (wanted.length === 0) return findBrowser()
  const { missing } = await run('apt-get', ['--version'])
  if (missing || process.getuid?.() !== 0) {
    log(`缺少 ${wanted.join('、')}：请自行安装后再运行浏览器测试。(Please install them; the journeys need them.)`)
    return findBrowser()
  }
  log(`安装 ${wanted.join('、')}… / installing`)
  const stop = heartbeat((seconds) => `仍在安装… ${seconds} 秒`, log)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get', ['update', '-q'], { env })
  const { code, output } = await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...wanted], { env })
  stop()
  if (code !== 0) log(`没有装上：${lastLines(output, 2)}`)
  return findBrowser()
}
