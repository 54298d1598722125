/** The build starts and leads everywhere without anybody signed in. No server runs: what cannot be reached has to be said, not thrown. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { launchWeapp } from '../support/weapp/launch.ts'
import type { Weapp } from '../support/weapp/launch.ts'

const NOWHERE = 'http://127.0.0.1:9/api'
let phone: Weapp

beforeAll(async () => {
  phone = await launchWeapp({ apiBase: NOWHERE })
})
afterAll(() => {
  phone.kill()
})

describe('the weapp build', () => {
  test('compiles on WeChat’s template compiler without a warning', () => {
    expect(phone.diagnostics).toEqual([])
  })

  test('starts on Home without a request in a row and without an error', () => {
    expect(phone.currentPage().route).toBe('pages/home/index')
    expect(phone.network.lines.length).toBeLessThanOrEqual(3)
    expect(phone.errors).toEqual([])
  })

  test.each([
    ['服务', 'pages/services/index'],
    ['消息', 'pages/messages/index'],
    ['我的', 'pages/me/index'],
    ['首页', 'pages/home/index'],
  ])('the tab %s leads to %s', async (tab, route) => {
    await phone.tap(tab)
    expect(phone.currentPage().route).toBe(route)
    expect(phone.errors).toEqual([])
  })

  test('every page opens, says something, and names everything that can be tapped', async () => {
    for (const page of phone.bundle.pages) {
      await phone.open(`/${page}`)
      expect(`${page}: ${phone.text()}`).toMatch(/[\u4e00-\u9fff]/)
      expect(`${page}: ${phone.nameless().join()}`).toBe(`${page}: `)
      if (!phone.router.isTab(page)) await phone.back()
    }
    expect(phone.errors).toEqual([])
  })
})
