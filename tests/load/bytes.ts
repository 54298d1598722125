/** P13 and P14: what a browser loads, counted on the product as it runs; and how long content takes against a plain page with the same words. */
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { chromium, type Browser, type BrowserContext } from 'playwright-core'
import { findBrowser } from '../../scripts/browser.mjs'
import { startProduct } from '../../scripts/environment.mjs'
import { forgetCopies, signedInPhone, watchFirstScreen, type FirstScreen } from '../support/first-screen.ts'
import { quantile } from './slices.ts'

const WORDS = '微信登录'
const HOME = /要办的事|待办/
const LOADS = 7

export interface Bytes {
  readonly first: FirstScreen
  /** Of a person who is signed in: every answer whole, and the same phone once more. */
  readonly signedIn: { readonly whole: FirstScreen; readonly again: FirstScreen }
  /** Milliseconds until the words stand: ours and the plain page's, each load with an empty cache. */
  readonly content: { readonly house: readonly number[]; readonly plain: readonly number[] }
}

const phone = (browser: Browser): Promise<BrowserContext> =>
  browser.newContext({ viewport: { width: 375, height: 812 }, isMobile: true, hasTouch: true })

async function freshLoad(browser: Browser, address: string): Promise<FirstScreen> {
  const context = await phone(browser)
  try {
    return await watchFirstScreen(context, address, WORDS)
  } finally {
    await context.close()
  }
}

/** A page of nothing but the words that ours shows. */
async function servePlain(words: string): Promise<{ server: Server; address: string }> {
  const escaped = words.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  const page = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>乡里办</title><pre>${escaped}</pre></html>`
  const server = createServer((_request, response) =>
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the plain page has no port')
  return { server, address: `http://127.0.0.1:${address.port}/` }
}

async function wordsOf(browser: Browser, address: string): Promise<string> {
  const context = await phone(browser)
  const page = await context.newPage()
  await page.goto(address)
  await page.getByText(WORDS).first().waitFor()
  const words = await page.evaluate(() => document.body.innerText)
  await context.close()
  return words
}

export async function countBytes(port: number, log: (sentence: string) => void): Promise<Bytes> {
  const executablePath = await findBrowser()
  if (executablePath === undefined) throw new Error('no Chromium was found')
  const dataDir = mkdtempSync(path.join(tmpdir(), 'xlb-bytes-'))
  const product = await startProduct({ port, dataDir, h5: true, log })
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
  const plain = await servePlain(await wordsOf(browser, product.urls.app))
  try {
    const first = await freshLoad(browser, product.urls.app)
    const content: { house: number[]; plain: number[] } = { house: [], plain: [] }
    for (let loads = 0; loads < LOADS; loads += 1) {
      content.house.push((await freshLoad(browser, product.urls.app)).contentAfter)
      content.plain.push((await freshLoad(browser, plain.address)).contentAfter)
    }
    return { first, content, signedIn: await signedInScreens(browser, product.urls.app) }
  } finally {
    plain.server.close()
    await browser.close()
    await product.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function signedInScreens(browser: Browser, address: string): Promise<Bytes['signedIn']> {
  const context = await signedInPhone(browser, address, HOME)
  const again = await watchFirstScreen(context, address, HOME)
  await forgetCopies(context)
  return { again, whole: await watchFirstScreen(context, address, HOME) }
}

/** 20th percentile of ours over that of the plain page. */
export function contentRatio({ content }: Bytes): number {
  return quantile(content.house, 0.2) / quantile(content.plain, 0.2)
}

const KIB = 1024
const line = (what: string, value: string, goal: string, holds: boolean): string =>
  `  ${what.padEnd(26)} ${value.padStart(10)}   ${goal} ${holds ? '✓' : '✗'}\n`

export function reportBytes(bytes: Bytes): void {
  const { js, css, fonts, document, shift, asked } = bytes.first
  const ratio = contentRatio(bytes)
  reportFirstScreen(bytes.signedIn)
  process.stdout.write('\nP14: first load of the web pages, bytes over the network\n')
  process.stdout.write(line('JavaScript, gzip', `${js} B`, `≤ ${120 * KIB} B`, js <= 120 * KIB))
  process.stdout.write(line('CSS, gzip', `${css} B`, `≤ ${8 * KIB} B`, css <= 8 * KIB))
  process.stdout.write(line('fonts', `${fonts} B`, '0 B', fonts === 0))
  process.stdout.write(line('document', `${document} B`, '', true))
  process.stdout.write(line('requests for data', String(asked.length), '≤ 3', asked.length <= 3))
  process.stdout.write(line('layout shift', shift.toFixed(3), '≤ 0.02', shift <= 0.02))
  process.stdout.write(line('content against plain page', `${ratio.toFixed(2)} ×`, '≤ 2 ×', ratio <= 2))
}

function reportFirstScreen({ whole, again }: Bytes['signedIn']): void {
  const json = whole.asked.reduce((sum, one) => sum + one.bytes, 0)
  const repeated = again.asked.filter(({ status }) => status === 304).length
  const out = process.stdout
  out.write(`\nP13: first screen of a person who is signed in (${whole.asked.map((one) => one.path).join(', ')})\n`)
  out.write(line('requests in series', String(whole.inSeries), '1', whole.inSeries === 1))
  out.write(line('requests in all', String(whole.asked.length), '≤ 3', whole.asked.length <= 3))
  out.write(line('JSON', `${json} B`, `≤ ${8 * KIB} B`, json <= 8 * KIB))
  const all = again.asked.length
  out.write(line('answered 304 the next time', `${repeated} of ${all}`, 'all', repeated === all))
  out.write(line('files loaded the next time', `${again.js + again.css} B`, '0 B', again.js + again.css === 0))
}
