import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import axe from 'axe-core'
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import { chromium, type BrowserContext, type Page } from 'playwright-core'
import { newDir, openOrder, openStage, person, query, type Json, type Stage } from './support.ts'

const PICTURES = join(import.meta.dirname, '../.out')
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const profile = newDir()
const browserPath = process.env['CHROMIUM'] ?? '/usr/bin/chromium'

let stage: Stage
let browser: BrowserContext
let house: Server
let home = ''

/** A page of another origin that holds the phone in a frame and writes down what it hears. */
const frameHtml = `<!doctype html><html lang="zh-CN"><title>页面</title><body><script>
window.heard = []
addEventListener('message', (event) => window.heard.push({ origin: event.origin, data: event.data }))
</script></body></html>`

beforeAll(async () => {
  if (!existsSync(browserPath)) throw new Error(`no Chromium at ${browserPath}: set CHROMIUM`)
  stage = await openStage()
  house = createServer((_request, response) => response.setHeader('Content-Type', 'text/html').end(frameHtml))
  await new Promise<void>((resolve) => house.listen(0, '127.0.0.1', resolve))
  const address = house.address()
  home = `http://localhost:${String(typeof address === 'object' && address !== null ? address.port : 0)}`
  browser = await chromium.launchPersistentContext(profile, {
    executablePath: browserPath,
    headless: true,
    args: FLAGS,
    viewport: { width: 375, height: 812 },
  })
  mkdirSync(PICTURES, { recursive: true })
}, 60_000)

afterAll(async () => {
  await browser.close()
  house.close()
  await stage.close()
  rmSync(profile, { recursive: true, force: true })
})

/** localhost:port answers on 127.0.0.1 in every browser; the frame is told by its own address. */
async function showFramed(target: string): Promise<Page> {
  const page = await browser.newPage()
  await page.goto(home)
  await page.evaluate((src) => {
    const frame = document.createElement('iframe')
    frame.src = src
    frame.title = '模拟微信'
    Object.assign(frame.style, { width: '100%', height: '760px', border: '0' })
    document.body.append(frame)
  }, target)
  return page
}

const heardBy = async (page: Page): Promise<Json[]> => {
  await page.waitForFunction('window.heard.length > 0')
  const heard: Json[] = JSON.parse(await page.evaluate('JSON.stringify(window.heard)'))
  return heard
}

async function seriousFaults(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page)
  await session.send('Runtime.evaluate', { expression: axe.source })
  const { result } = await session.send('Runtime.evaluate', {
    expression:
      'axe.run().then((r) => JSON.stringify(r.violations.filter((v) => ["serious", "critical"].includes(v.impact)).map((v) => v.id)))',
    awaitPromise: true,
    returnByValue: true,
  })
  const ids: string[] = JSON.parse(String(result.value))
  return ids
}

const tooSmall = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const boxes = [...document.querySelectorAll('button')].map((one) => one.getBoundingClientRect())
    return boxes.filter((box) => box.height < 44 || box.width < 44).length
  })

const payUrl = (params: Json, origin = home): string => {
  const text = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]))
  return `${stage.world.url}/phone/pay?${new URLSearchParams({ ...text, phone: person.key, origin }).toString()}`
}

describe('the stand-in phone in Chromium', () => {
  it('asks whose phone it is and hands a login code to the page around it', async () => {
    const page = await showFramed(`${stage.world.url}/phone/login?origin=${encodeURIComponent(home)}`)
    const frame = page.frameLocator('iframe')
    await frame.locator('#phone-wang-xiulan').click()
    const [first] = await heardBy(page)
    expect(first).toMatchObject({
      origin: stage.world.url,
      data: { type: 'login', phone: 'wang-xiulan', code: expect.any(String) },
    })
    await page.close()
  })

  it('asks before it gives its number away, and says no when the person does', async () => {
    const target = `${stage.world.url}/phone/number?origin=${encodeURIComponent(home)}`
    const page = await showFramed(target)
    const frame = page.frameLocator('iframe')
    await frame.locator('#phone-wang-xiulan').click()
    await frame.getByText('使用微信绑定的手机号？').waitFor()
    await frame.locator('#allow-number').click()
    expect(await heardBy(page)).toMatchObject([
      { data: { type: 'number', phone: 'wang-xiulan', errMsg: 'getPhoneNumber:ok', code: expect.any(String) } },
    ])
    const again = await showFramed(`${target}&phone=wang-xiulan`)
    await again.frameLocator('iframe').locator('#deny-number').click()
    const [denied] = await heardBy(again)
    expect(denied?.['data']).toEqual({
      type: 'number',
      phone: 'wang-xiulan',
      errMsg: 'getPhoneNumber:fail user deny',
    })
  })

  it('pays on the sheet and says requestPayment:ok', async () => {
    const { no, params } = await openOrder(stage)
    const page = await showFramed(payUrl(params))
    const frame = page.frameLocator('iframe')
    expect(await frame.locator('.sum').innerText()).toBe('￥84.95')
    await frame.locator('#confirm-pay').click()
    expect(await heardBy(page)).toMatchObject([{ data: { type: 'pay', errMsg: 'requestPayment:ok' } }])
    expect(await query(stage, no)).toMatchObject({ trade_state: 'SUCCESS' })
    await page.close()
  })

  it('still pays when the sheet is torn away right after confirming, and does not when cancelled', async () => {
    const torn = await openOrder(stage)
    const page = await showFramed(payUrl(torn.params))
    await page.frameLocator('iframe').locator('#confirm-pay').click()
    await page.evaluate(() => document.querySelector('iframe')?.remove())
    await page.waitForTimeout(300)
    expect(await query(stage, torn.no)).toMatchObject({ trade_state: 'SUCCESS' })
    const cancelled = await openOrder(stage)
    const again = await showFramed(payUrl(cancelled.params))
    await again.frameLocator('iframe').locator('#cancel-pay').click()
    expect(await heardBy(again)).toMatchObject([{ data: { errMsg: 'requestPayment:fail cancel' } }])
    expect(await query(stage, cancelled.no)).toMatchObject({ trade_state: 'NOTPAY' })
  })

  it('shows why it cannot pay, and refuses foreign origins', async () => {
    const { params } = await openOrder(stage)
    const page = await showFramed(payUrl({ ...params, paySign: 'AAAA' }))
    const frame = page.frameLocator('iframe')
    expect(await frame.locator('.why').innerText()).toBe('支付验证签名失败')
    await frame.locator('#cancel-pay').click()
    expect(await heardBy(page)).toMatchObject([{ data: { errMsg: 'requestPayment:fail 支付验证签名失败' } }])
    for (const target of [
      payUrl(params, 'https://example.org'),
      `${stage.world.url}/phone/login?origin=https%3A%2F%2Fexample.org`,
    ]) {
      expect((await fetch(target)).status).toBe(400)
    }
  })

  it('has pages without serious faults, with targets of 44 px and nothing wider than the phone', async () => {
    const { params } = await openOrder(stage)
    const pages = {
      login: `${stage.world.url}/phone/login?origin=${encodeURIComponent(home)}`,
      pay: payUrl(params),
      number: `${stage.world.url}/phone/number?origin=${encodeURIComponent(home)}&phone=wang-xiulan`,
      sms: `${stage.world.url}/phone/sms?phone=wang-xiulan`,
      messages: `${stage.world.url}/phone/messages?phone=wang-xiulan`,
      control: `${stage.world.url}/control`,
    }
    for (const [name, target] of Object.entries(pages)) {
      const page = await browser.newPage()
      const errors: string[] = []
      page.on('console', (message) => {
        if (message.type() === 'error') errors.push(message.text())
      })
      page.on('pageerror', (error) => errors.push(error.message))
      await page.goto(target)
      if (name === 'control') await page.locator('.fault').first().waitFor()
      await page.screenshot({ path: join(PICTURES, `world-${name}.png`), fullPage: true })
      expect({ name, serious: await seriousFaults(page), small: await tooSmall(page), errors }).toEqual({
        name,
        serious: [],
        small: 0,
        errors: [],
      })
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
      await page.close()
    }
  })

  it('lets a person switch a fault on at the control desk', async () => {
    const page = await browser.newPage()
    await page.goto(`${stage.world.url}/control`)
    await page.locator('[id="fault-pay.callback.lost"]').click()
    await page.getByText('已完成').waitFor()
    const { params } = await openOrder(stage)
    const sheet = await browser.newPage()
    await sheet.goto(payUrl(params))
    await sheet.locator('#confirm-pay').click()
    await page.locator('#table-callbacks').getByText('丢失').waitFor()
    await page.locator('#table-callbacks').getByText('现在发').first().click()
    await page.locator('#table-callbacks').getByText('已送达').first().waitFor()
    await page.setViewportSize({ width: 1280, height: 900 })
    await page.screenshot({ path: join(PICTURES, 'world-control-wide.png'), fullPage: true })
    await page.close()
  })

  it('lets a person correct and take out a dose of the registry at the control desk', async () => {
    const page = await browser.newPage()
    await page.goto(`${stage.world.url}/control`)
    await page.locator('#dose-form [name=person]').selectOption('he-anan')
    const rows = page.locator('#table-registry-doses tr').filter({ hasText: 'RD' })
    const hepatitis = rows.filter({ hasText: '2026-10-28' })
    await hepatitis.getByText('更正').click()
    await page.locator('#dose-form [name=day]').fill('2026-11-01')
    await page.getByText('更正这一剂').click()
    await rows.filter({ hasText: '2026-11-01' }).getByRole('cell', { name: '2', exact: true }).waitFor()
    await rows.filter({ hasText: 'BCG' }).getByText('删掉').click()
    await rows.filter({ hasText: 'BCG' }).waitFor({ state: 'detached' })
    expect(await rows.count()).toBe(2)
    await page.locator('#dose-form [name=id]').fill('')
    await page.locator('#dose-form [name=product]').selectOption('BCG')
    await page.getByText('加一剂').click()
    await rows.filter({ hasText: 'BCG' }).waitFor()
    await page.close()
  })
})
