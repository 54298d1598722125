/**
 * P13 and P14 of PERFORMANCE.md, counted by the browser on the product as it is served: what comes over the network until Home stands, at the
 * first visit and when the person comes back.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { chromium, type Browser, type BrowserContext } from 'playwright-core'
import {
  forgetCopies,
  longestChain,
  signedInPhone,
  watchFirstScreen,
  type FirstScreen,
} from '../support/first-screen.ts'
import { touchable } from './phone.ts'
import { startWhole, type Whole } from '../support/whole.ts'

const KIB = 1024
const HOME = /要办的事|待办/

let stage: Whole
let browser: Browser
let context: BrowserContext
let stranger: FirstScreen
let back: FirstScreen
let whole: FirstScreen

beforeAll(async () => {
  stage = await startWhole({ h5: true })
  const { app } = stage.product.urls
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  })
  const fresh = await browser.newContext({ viewport: { width: 375, height: 812 }, isMobile: true, hasTouch: true })
  stranger = await watchFirstScreen(fresh, app, '微信登录')
  await fresh.close()
  context = await signedInPhone(browser, app, HOME)
  back = await watchFirstScreen(context, app, HOME)
  await forgetCopies(context)
  whole = await watchFirstScreen(context, app, HOME)
}, 180_000)
afterAll(async () => {
  await browser.close()
  await stage.end()
}, 30_000)

describe('the first visit', () => {
  test('loads at most 120 KB of JavaScript and 8 KB of CSS over the network, and no font', () => {
    expect({ js: stranger.js, css: stranger.css, fonts: stranger.fonts }).toEqual({
      js: expect.any(Number),
      css: expect.any(Number),
      fonts: 0,
    })
    expect(stranger.js).toBeGreaterThan(10 * KIB)
    expect(stranger.js).toBeLessThanOrEqual(120 * KIB)
    expect(stranger.css).toBeLessThanOrEqual(8 * KIB)
  })

  test('moves nothing that stood there already', () => {
    expect(stranger.shift).toBeLessThanOrEqual(0.02)
  })
})

describe('the first screen of a person who is signed in', () => {
  test('asks for at most three things, none of them waiting for another, and at most 8 KB of JSON', () => {
    const paths = whole.asked.map((one) => one.path)
    expect(paths).toContain('/api/home')
    expect(paths.length).toBeLessThanOrEqual(3)
    expect({ paths, inSeries: whole.inSeries }).toEqual({ paths, inSeries: 1 })
    expect(whole.asked.map((one) => one.status)).toEqual(paths.map(() => 200))
    expect(whole.asked.reduce((sum, one) => sum + one.bytes, 0)).toBeLessThanOrEqual(8 * KIB)
  })

  test('costs nothing the second time: files come from storage, answers are 304', () => {
    expect({ js: back.js, css: back.css }).toEqual({ js: 0, css: 0 })
    for (const one of back.asked) expect(one).toMatchObject({ status: 304, bytes: 0 })
  })

  test('moves nothing that stood there already, with and without the kept copy', () => {
    expect(back.shift).toBeLessThanOrEqual(0.02)
    expect(whole.shift).toBeLessThanOrEqual(0.02)
  })
})

test('who goes back in the moment in which a page comes is where they were, and sees it', async () => {
  const page = await context.newPage()
  await page.goto(stage.product.urls.app)
  const me = page.getByText('我和家人').filter({ visible: true }).first()
  const goBackAfter = async (ms: number): Promise<void> => {
    await touchable(page, /^家人/).tap()
    await page.waitForURL(/families/)
    await page.waitForTimeout(ms)
    await page.evaluate(() => {
      history.back()
    })
    // Whatever was to happen after the change of pages has happened.
    await page.waitForTimeout(1_000)
  }
  await touchable(page, /^我的/).tap()
  // The first time the page's code comes over the network.
  await goBackAfter(2_000)
  for (const ms of [0, 60, 150]) {
    await goBackAfter(ms)
    expect(await me.isVisible()).toBe(true)
  }
  await page.close()
})

test('a chain is what waits for one another, not what runs side by side', () => {
  expect(
    longestChain([
      { from: 0, to: 10 },
      { from: 1, to: 8 },
    ]),
  ).toBe(1)
  expect(
    longestChain([
      { from: 0, to: 10 },
      { from: 11, to: 20 },
      { from: 12, to: 30 },
      { from: 31, to: 40 },
    ]),
  ).toBe(3)
})
