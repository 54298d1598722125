/** The API once more, as a process of its own on the same database: what takes its turn within one process does not there. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { House } from '../../server/src/platform/house.ts'
import { root } from './plant.ts'

export interface SecondApi {
  readonly url: string
  /** `SIGSTOP`, `SIGCONT`, `SIGKILL`. */
  signal(name: NodeJS.Signals): void
  /** Ends it, if nobody did. */
  stop(): Promise<void>
}

/** `env`: where it suffers (`XLB_PAUSE_AT`, `XLB_CRASH_AT`). Its clock is the house's as it stands now. */
export async function secondApi(
  { config, clock }: House,
  env: Readonly<Record<string, string>> = {},
): Promise<SecondApi> {
  const own = Object.entries(config.environment).map(([name, value]) => [name, String(value)])
  const dir = mkdtempSync(join(tmpdir(), 'xlb-second-'))
  const clockFile = join(dir, 'clock.json')
  writeFileSync(clockFile, JSON.stringify({ offsetMs: clock.now() - Date.now() }))
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/src/main.ts'], {
    cwd: root,
    env: {
      ...process.env,
      ...Object.fromEntries(own),
      PORT: '0',
      METRICS_PORT: '0',
      XLB_CLOCK_FILE: clockFile,
      ...env,
      NODE_OPTIONS: '',
    },
  })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const port = await new Promise<string>((resolve, reject) => {
    let output = ''
    const take = (chunk: Buffer): void => {
      output += chunk.toString()
      const line = /^\{.*"ready":true.*$/m.exec(output)?.[0]
      if (line !== undefined) resolve(/"port":(\d+)/.exec(line)?.[1] ?? '')
    }
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    void ended.then(() => reject(new Error(output)))
  })
  return {
    url: `http://127.0.0.1:${port}`,
    signal: (name) => {
      child.kill(name)
    },
    async stop() {
      child.kill('SIGKILL')
      await ended
      rmSync(dir, { recursive: true, force: true })
    },
  }
}
