/** A person with a phone: touches what can be touched, by the name it is read out with, and reads what is on the screen. Nothing else. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import axe from 'axe-core'
import {
  errors as failures,
  type Browser,
  type BrowserContext,
  type FrameLocator,
  type Locator,
  type Page,
} from 'playwright-core'
import { measurePage, type Measured } from './measure.ts'

type Name = string | RegExp

export interface Phone {
  tap(name: Name): Promise<void>
  /** Writes into the box of this label, in place of what stands there. */
  type(label: RegExp, words: string): Promise<void>
  /** What stands in that box. */
  typed(label: RegExp): Promise<string>
  /** Waits until the words stand on the visible page. */
  see(words: Name): Promise<void>
  screen(): Promise<string>
  /** Everything the browser keeps of this address, as one text. */
  kept(): Promise<string>
  /** WeChat's own sheet: whose phone this is, or the payment. */
  sheet(): FrameLocator
  /** What the phone's voice has said since the last question. */
  heard(): Promise<string>
  /** A weak network: the server does what it is asked on this path, and so many of its answers are lost. */
  loseAnswers(path: RegExp, times: number): Promise<void>
  /** A slow network: the next answer on this path is given at once and heard so many ms later. What comes back waits until it was. */
  hearLate(path: RegExp, ms: number): Promise<() => Promise<void>>
  /** The network goes, or comes back. */
  network(on: boolean): Promise<void>
  /** Waits for a picture with this description. */
  seePicture(words: RegExp): Promise<void>
  /** Findings of axe that are serious or critical on the present page. */
  faults(): Promise<string[]>
  picture(name: string): Promise<void>
  /** WeChat is killed: the page is gone in this moment; what the phone stored stays. */
  kill(): Promise<void>
  /** WeChat is opened again on the same phone. */
  reopen(): Promise<void>
  close(): Promise<void>
  /** Opens a page by its address, with nothing below it. */
  openPage(page: string): Promise<void>
  /** The system's letters become so many times as large. */
  enlarge(factor: number): Promise<void>
  /** What is wrong with the visible page for eyes and fingers; `target` is the least width and height of what can be touched, in px. */
  measure(target: number): Promise<Measured>
  readonly errors: readonly string[]
}

const ROLES = ['button', 'link', 'tab', 'radio', 'switch'] as const
const PICTURES = process.env['PICTURES'] ?? join(import.meta.dirname, '..', '.out', 'pictures')
const WAIT_MS = 20_000
const TRY_MS = 2_500
const TOLD_ANSWERS = 12

export async function openPhone(browser: Browser, address: string): Promise<Phone> {
  const context = await browser.newContext({
    viewport: { width: 375, height: 812 },
    deviceScaleFactor: 2,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    hasTouch: true,
    isMobile: true,
  })
  await context.addInitScript(giveVoice)
  const errors: string[] = []
  let page = await turnOn(context, address, errors)
  return {
    errors,
    tap: async (name) => {
      await tapWhatIsThere(page, name)
    },
    type: (label, words) => box(page, label).fill(words, { timeout: WAIT_MS }),
    typed: (label) => box(page, label).inputValue({ timeout: WAIT_MS }),
    see: (words) => waitForWords(page, words),
    screen: () => page.evaluate(() => document.body.innerText),
    kept: () => page.evaluate(() => JSON.stringify([localStorage, sessionStorage])),
    sheet: () => page.frameLocator('iframe'),
    heard: () => page.evaluate(takeSaid),
    loseAnswers: (path, times) => loseAnswers(page, path, times),
    hearLate: (path, ms) => hearLate(page, path, ms),
    network: (on) => context.setOffline(!on),
    seePicture: async (name) => {
      await page.getByRole('img', { name }).filter({ visible: true }).first().waitFor({ timeout: WAIT_MS })
    },
    faults: () => axeFaults(page),
    picture: async (name) => {
      mkdirSync(PICTURES, { recursive: true })
      await stand(page)
      await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true })
    },
    kill: async () => {
      await page.close()
    },
    reopen: async () => {
      page = await turnOn(context, address, errors)
    },
    close: () => context.close(),
    openPage: async (name) => {
      // A change behind the # alone would open it on top of what is there.
      await page.goto('about:blank')
      await page.goto(`${address}/#/${name}`)
      await page.waitForLoadState('networkidle')
    },
    enlarge: (factor) => setFactor(page, factor),
    measure: async (target) => {
      await stand(page)
      return await page.evaluate(measurePage, target)
    },
  }
}

/** The machine has no voice of its own; whoever listens hears every sentence at once. Runs inside the page. */
function giveVoice(): void {
  const said: string[] = []
  Object.assign(window, { said })
  window.speechSynthesis.speak = (words) => {
    said.push(words.text)
    setTimeout(() => words.dispatchEvent(new Event('end')), 0)
  }
}

function takeSaid(): string {
  const said: unknown = Reflect.get(window, 'said')
  return Array.isArray(said) ? said.splice(0).join('') : ''
}

async function loseAnswers(page: Page, path: RegExp, times: number): Promise<void> {
  await page.route(
    path,
    async (route) => {
      await route.fetch()
      await route.abort()
    },
    { times },
  )
}

async function hearLate(page: Page, path: RegExp, ms: number): Promise<() => Promise<void>> {
  let isHeard = false
  await page.route(
    path,
    async (route) => {
      const response = await route.fetch()
      await page.waitForTimeout(ms)
      await route.fulfill({ response })
      isHeard = true
    },
    { times: 1 },
  )
  return async () => {
    while (!isHeard) await page.waitForTimeout(100)
  }
}

/** As WeChat's `root-font-size="system"` does: rem grows, px stays. */
async function setFactor(page: Page, factor: number): Promise<void> {
  await page.evaluate((by) => {
    document.documentElement.style.fontSize = `${String(16 * by)}px`
  }, factor)
}

/** Until nothing moves any more but what moves for ever, and what was drawn has its place. */
async function stand(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    await frame()
    await frame()
    const moving = document.getAnimations().filter((one) => one.effect?.getComputedTiming().iterations !== Infinity)
    await Promise.all(moving.map((one) => one.finished.catch(() => undefined)))
  })
}

async function turnOn(context: BrowserContext, address: string, errors: string[]): Promise<Page> {
  const page = await context.newPage()
  page.on('pageerror', (error) => errors.push(error.message))
  const answers: string[] = []
  answersOf.set(page, answers)
  page.on('response', (answer) => {
    const { pathname } = new URL(answer.url())
    const at = new Date().toISOString().slice(14)
    if (pathname.startsWith('/api/'))
      answers.push(`${at} ${answer.request().method()} ${pathname} ${String(answer.status())}`)
  })
  await page.goto(address)
  return page
}

/** Looks anew at every try: what was found while one page came over another may lie under it a moment later. */
async function tapWhatIsThere(page: Page, name: Name): Promise<void> {
  const until = Date.now() + WAIT_MS
  for (;;) {
    try {
      await touchable(page, name).tap({ timeout: TRY_MS })
      return
    } catch (error) {
      if (!(error instanceof failures.TimeoutError)) throw error
      if (wasTouched(error.message)) return
      if (Date.now() > until) throw await explained(page, `never could tap ${String(name)}`, error)
    }
  }
}

/** By Playwright's own log: a slow machine may run out of time after the finger was there, and touching twice is another deed. */
const wasTouched = (log: string): boolean =>
  log.lastIndexOf('performing tap action') > log.lastIndexOf('retrying tap action')

/** When the API answered what, for the explanation of what was never seen. */
const answersOf = new WeakMap<Page, string[]>()

/** What stood there instead, and when the server last answered, explain the rest. */
async function explained(page: Page, what: string, cause: Error): Promise<Error> {
  const screen = (await page.evaluate(() => document.body.innerText)).replace(/\n+/g, ' | ')
  const asked = (answersOf.get(page) ?? []).slice(-TOLD_ANSWERS).join('\n')
  return new Error(`${what}; the screen says: ${screen}\n${asked}`, { cause })
}

async function waitForWords(page: Page, words: Name): Promise<void> {
  try {
    await page.getByText(words).filter({ visible: true }).first().waitFor({ timeout: WAIT_MS })
  } catch (error) {
    if (!(error instanceof failures.TimeoutError)) throw error
    throw await explained(page, `never saw ${String(words)}`, error)
  }
}

/** By role and name, as a screen reader finds it; hidden pages of the stack do not count. */
export function touchable(page: Page, name: Name): Locator {
  const [first, ...rest] = ROLES.map((role) =>
    page.getByRole(role, { name, ...(typeof name === 'string' ? { exact: true } : {}) }),
  )
  if (first === undefined) throw new Error('no roles')
  return rest
    .reduce((all, one) => all.or(one), first)
    .filter({ visible: true })
    .first()
}

/** A box to write in, on the page in front. */
function box(page: Page, label: RegExp): Locator {
  return page.locator('input').and(page.getByLabel(label)).filter({ visible: true }).first()
}

async function axeFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const found = await page.evaluate(async () => {
    const { violations } = await axe.run(document, { resultTypes: ['violations'] })
    return violations.map((one) => ({
      id: one.id,
      impact: one.impact ?? '',
      where: one.nodes.map((node) => node.html.slice(0, 160)),
    }))
  })
  return found
    .filter((one) => one.impact === 'serious' || one.impact === 'critical')
    .map((one) => `${one.id}: ${one.where.join(' | ')}`)
}
