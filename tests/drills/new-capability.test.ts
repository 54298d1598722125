/**
 * The generator's promise, exactly: in a copy of the project a new capability is made, `npm run verify` passes at once with every step it has, and so do the new
 * capability's own tests and those of the house that look at every capability. Takes minutes; what is refused is in tests/house/new-capability.test.ts.
 */
import { rmSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { runTool } from '../support/plant.ts'
import { copyProject, linkPackages } from '../support/project-copy.ts'

/** A wall, no expectation: it takes some minutes. */
const HALF_AN_HOUR = 1_800_000
const OWN = 'house-specimens|house/(contracts|layout|retention|states|alarms|documents)\\.|capabilities/retention\\.'

let folder = ''

beforeAll(() => {
  folder = copyProject()
  linkPackages(folder)
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

/** What a person would type, in the copy. */
async function type(script: string, ...words: readonly string[]): Promise<{ code: number | null; output: string }> {
  return await runTool('node', [`scripts/${script}.mjs`, ...words], folder)
}

test('a new capability is made', async () => {
  const { code, output } = await type('new-capability', 'house-specimens', '--title', '样品登记')
  expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('house-specimens 建好了') })
})

test(
  'npm run verify passes at once',
  async () => {
    const { code, output } = await type('verify')
    expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('verify: all steps ok') })
  },
  HALF_AN_HOUR,
)

test(
  'its own tests pass, and those of the house that look at every capability',
  async () => {
    const { code, output } = await type('test', '--only', 'unit,house,capabilities', '--file', OWN)
    expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining(' passed, 0 failed') })
  },
  HALF_AN_HOUR,
)

test('the same name again is refused', async () => {
  const { code, output } = await type('new-capability', 'house-specimens')
  expect({ code, output }).toEqual({ code: 1, output: expect.stringContaining('已经有了') })
})
