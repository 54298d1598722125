/** What a browser fetches until the first screen stands: counted by Chromium itself, over the network, with gzip. */
import type { Browser, BrowserContext, Page, Request } from 'playwright-core'
import { openPhone } from '../journeys/phone.ts'

/** One request of the page to our server for data, not for the page's own files. */
export interface Asked {
  readonly path: string
  readonly status: number
  /** Bytes of the body, unpacked; 0 for 304. */
  readonly bytes: number
  /** Milliseconds from the start of the page. */
  readonly from: number
  readonly to: number
}

export interface FirstScreen {
  /** Bytes of the bodies as they came over the network; what came from storage counts nothing. */
  readonly js: number
  readonly css: number
  readonly document: number
  readonly fonts: number
  readonly asked: readonly Asked[]
  /** The longest chain of requests of which each began after the one before had ended. */
  readonly inSeries: number
  /** Cumulative layout shift. */
  readonly shift: number
  /** Milliseconds from the start of navigation until the words stood there. */
  readonly contentAfter: number
}

const STILL_MS = 600

/** A phone on which 王秀兰 has signed in, with the page closed. */
export async function signedInPhone(browser: Browser, address: string, home: RegExp): Promise<BrowserContext> {
  const phone = await openPhone(browser, address)
  await phone.tap('微信登录')
  await phone.tap(/遂昌县/)
  await phone.tap(/标准版/)
  await phone.tap('微信登录')
  await phone.sheet().locator('#phone-wang-xiulan').tap()
  await phone.see(home)
  await phone.kill()
  const found = browser.contexts().at(-1)
  if (found === undefined) throw new Error('the phone has no context')
  return found
}

/** As if the phone had its session and none of the answers it keeps: every answer comes whole. */
export async function forgetCopies(context: BrowserContext): Promise<void> {
  await context.route('**/api/**', async (route) => {
    const { 'if-none-match': _known, ...headers } = route.request().headers()
    await route.continue({ headers })
  })
}

/** Opens the address in a new page, waits for the words and for the network to be still, and closes the page. */
export async function watchFirstScreen(
  context: BrowserContext,
  address: string,
  words: string | RegExp,
): Promise<FirstScreen> {
  const page = await context.newPage()
  try {
    await page.addInitScript(countShifts)
    const finished: Request[] = []
    page.on('requestfinished', (request) => finished.push(request))
    const begun = Date.now()
    await page.goto(address, { waitUntil: 'commit' })
    await page.getByText(words).filter({ visible: true }).first().waitFor({ timeout: 20_000 })
    const contentAfter = Date.now() - begun
    await stillness(page, finished)
    const shift = await page.evaluate(() => Number(Reflect.get(globalThis, 'xlbShift') ?? 0))
    return { ...(await sizesOf(finished)), ...(await askedOf(finished)), shift, contentAfter }
  } finally {
    await page.close()
  }
}

/** Runs in the page, before anything of it. */
function countShifts(): void {
  Reflect.set(globalThis, 'xlbShift', 0)
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const before = Number(Reflect.get(globalThis, 'xlbShift'))
      const counts = Reflect.get(entry, 'hadRecentInput') !== true
      Reflect.set(globalThis, 'xlbShift', before + (counts ? Number(Reflect.get(entry, 'value')) : 0))
    }
  }).observe({ type: 'layout-shift', buffered: true })
}

async function stillness(page: Page, finished: readonly Request[]): Promise<void> {
  for (let seen = -1; seen !== finished.length;) {
    seen = finished.length
    await page.waitForTimeout(STILL_MS)
  }
}

const isOf = (request: Request, ...types: string[]): boolean => types.includes(request.resourceType())

async function sizesOf(requests: readonly Request[]) {
  const sum = async (...types: string[]): Promise<number> => {
    const sizes = await Promise.all(requests.filter((one) => isOf(one, ...types)).map((one) => one.sizes()))
    // What came from storage has headers but no bytes: the browser then reports less than none.
    return sizes.reduce((total, one) => total + Math.max(0, one.responseBodySize), 0)
  }
  return {
    js: await sum('script'),
    css: await sum('stylesheet'),
    document: await sum('document'),
    fonts: await sum('font'),
  }
}

async function askedOf(requests: readonly Request[]): Promise<Pick<FirstScreen, 'asked' | 'inSeries'>> {
  const data = requests.filter((one) => isOf(one, 'xhr', 'fetch'))
  const origin = Math.min(...requests.map((one) => one.timing().startTime))
  const asked = await Promise.all(data.map((one) => askedFrom(one, origin)))
  asked.sort((a, b) => a.from - b.from)
  return { asked, inSeries: longestChain(asked) }
}

async function askedFrom(request: Request, origin: number): Promise<Asked> {
  const response = await request.response()
  const status = response?.status() ?? 0
  const body = response === null || status === 304 ? 0 : (await response.body()).length
  const { startTime, responseEnd } = request.timing()
  const from = startTime - origin
  const { pathname, search } = new URL(request.url())
  return { path: pathname + search, status, bytes: body, from, to: from + Math.max(0, responseEnd) }
}

/** `asked` in order of their beginning. */
export function longestChain(asked: readonly Pick<Asked, 'from' | 'to'>[]): number {
  const depths: number[] = []
  for (const one of asked) {
    const before = asked.flatMap((other, at) => (other.to <= one.from && at < depths.length ? [depths[at] ?? 0] : []))
    depths.push(1 + Math.max(0, ...before))
  }
  return Math.max(0, ...depths)
}
