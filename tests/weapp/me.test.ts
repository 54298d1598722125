/**
 * Who one is, for whom one acts and what is known of one, on the build that WeChat would run, against the whole product. Every page of it is opened
 * with a session, and what it costs (P11, P12) is counted.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { demoChild } from '@xlb/shared/demo/families.ts'
import { demoPeople } from '@xlb/shared/demo/roster.ts'
import { FIRST_RENDER, TAP, costsOf, countOf } from '../support/weapp/costs.ts'
import type { LaunchOptions, Weapp } from '../support/weapp/launch.ts'
import { openProduct } from '../support/weapp/product.ts'
import type { Product } from '../support/weapp/product.ts'

/** Known in 遂昌; in 松阳 nobody yet. */
const person = demoPeople.find(({ key }) => key === 'wang-xiulan')
const child = demoChild('xu-yinuo')

let product: Product
let phone: Weapp
const { expectSound, expectWithin } = costsOf(() => phone)

beforeAll(async () => {
  product = await openProduct()
  phone = await product.phoneOf(person?.key ?? '')
}, 180_000)
afterAll(async () => {
  phone.kill()
  await product.stop()
}, 60_000)

const kept = (): string => JSON.stringify([...phone.storage.entries()])
const page = (name: string): string => `/capabilities/${name}/index`

describe('the first hour of a person whom nobody knows in this county', () => {
  test('after the first sign-in the village is offered, and choosing it costs one small update', async () => {
    await phone.tap('微信登录')
    await phone.tap('松阳县')
    await phone.tap('微信登录')
    await phone.waitFor('您住在哪个乡镇')
    expect(phone.tappable()).toContain('先不选')
    expectSound()
    await phone.tap('西屏街道')
    await phone.waitFor('古城社区')
    phone.counting.reset()
    await phone.tap('古城社区')
    expectWithin(countOf(phone.counting.total()), TAP)
    await phone.tap('就是这个村')
    await phone.waitFor('改好了')
    expectSound()
    await phone.tap('好了')
    await phone.waitFor('西屏街道 · 古城社区')
    expect(phone.currentPage().route).toBe('pages/home/index')
  }, 30_000)

  test('the real name is asked for after agreement only, and mistakes are said beside their fields', async () => {
    await phone.open(page('accounts/pages/real-name'))
    await phone.waitFor('单独同意')
    expect(phone.text()).not.toContain('18 位')
    expect(phone.tappable().join()).toContain('不方便在手机上办')
    await phone.tap('不方便在手机上办')
    await phone.waitFor('出示窗口码')
    await phone.back()
    await phone.tap('同意，往下办')
    await phone.waitFor('照身份证上写')
    await phone.input('姓名', '王.兰')
    await phone.input('身份证号', '3311')
    await phone.tap('开始核对')
    await phone.waitFor('您填了 4 位')
    expect(phone.text()).toContain('姓名中间的点不对')
    expectSound()
  }, 30_000)

  test('typing updates once a key', async () => {
    phone.counting.reset()
    await phone.input('姓名，姓名中间的点不对，请用“·”（中间的圆点）。', '王')
    expect(phone.counting.total().calls).toBeLessThanOrEqual(2)
  })

  test('the register knows the person, and neither name nor number is left on the phone', async () => {
    await phone.input('姓名', person?.name ?? '')
    await phone.input('身份证号', person?.idNo ?? '')
    await phone.tap('开始核对')
    await phone.waitFor('人口信息系统核对过', 15_000)
    expect(phone.text()).toContain(`*${person?.name.slice(-1) ?? ''}`)
    expect(kept()).not.toContain(person?.idNo)
    expect(kept()).not.toContain(person?.name)
    expectSound()
  }, 30_000)

  test('refusing WeChat’s question about the number closes nothing, agreeing shows it masked', async () => {
    await phone.open(page('accounts/pages/phone'))
    await phone.waitFor('还没有填')
    if (phone.person !== null) phone.person.tellsNumber = false
    await phone.tap('用微信的手机号')
    await phone.waitFor('没有拿到微信里的手机号')
    expect(phone.tappable()).toContain('发验证码')
    if (phone.person !== null) phone.person.tellsNumber = true
    await phone.tap('用微信的手机号')
    await phone.waitFor('手机号记下了')
    expect(phone.text()).toMatch(/100\*\*\*\*\d{4}/)
    expect(kept()).not.toContain(person?.phone)
    expectSound()
  }, 30_000)

  test('the way to a new SMS counts down with at most five updates a second', async () => {
    await phone.input('手机号', person?.phone ?? '')
    await phone.tap('发验证码')
    await phone.waitFor('秒后能再发')
    phone.counting.reset()
    await new Promise((resolve) => setTimeout(resolve, 2000))
    expect(phone.counting.total().calls).toBeLessThanOrEqual(10)
    expectSound()
  }, 30_000)

  test('the code for the counter is shown by a tap only', async () => {
    await phone.open(page('accounts/pages/counter-code'))
    expect(phone.find('.cc')).toEqual([])
    await phone.tap('出示窗口码')
    await phone.waitFor(() => /^\d{3} \d{3}$/.test(phone.find('.cc')[0]?.textContent ?? ''))
    expect(phone.text()).toContain('还能用')
    expectSound()
  })
})

describe('rights over one’s data', () => {
  test('the copy goes to a chat as a file and to the clipboard, and stays nowhere on the phone', async () => {
    await phone.open(page('data-rights/pages/export'))
    await phone.tap('做一份')
    await phone.waitFor('做好的')
    await phone.tap('存成文件')
    await phone.waitFor('文件给您了')
    await phone.tap('复制内容')
    await phone.waitFor('复制好了')
    const [file] = [...phone.taken.files.values()]
    expect(file).toContain('"sections"')
    expect(phone.taken.copied).toEqual([file])
    expect(kept()).not.toContain('"sections"')
    expectSound()
  })

  test('deletion shows what goes and what stays, takes two taps, and can be called back', async () => {
    await phone.open(page('data-rights/pages/erasure'))
    await phone.waitFor('法律要求留着的')
    expectWithin(countOf(phone.counting.total(phone.currentPage().route)), FIRST_RENDER)
    await phone.tap('申请删除')
    await phone.waitFor('确定要申请删除吗')
    await phone.tap('确定申请')
    await phone.waitFor('到这时才删')
    await phone.tap('撤回申请')
    await phone.waitFor(() => phone.tappable().includes('申请删除'))
    expectSound()
  })

  test('a consent can be withdrawn on the page that shows its whole text', async () => {
    await phone.open(page('data-rights/pages/consents'))
    await phone.waitFor('已同意')
    await phone.tap('实名核对')
    await phone.tap('撤回同意')
    await phone.tap('撤回')
    await phone.waitFor('已撤回')
    expectSound()
  })

  test('another county is one tap and one confirmation away', async () => {
    await phone.open(page('accounts/pages/county'))
    await phone.waitFor('有您的记录')
    await phone.tap('遂昌县')
    await phone.tap('切换过去')
    await phone.waitFor(() => phone.storage.get('xlb:tenant') === '"331123"')
    expect(phone.errors).toEqual([])
  })
})

describe('a parent and a child', () => {
  test('a mother adds her child, sees until when and why, and gives it up with two taps', async () => {
    phone.kill()
    phone = await product.phoneOf('ye-ting')
    await phone.tap('微信登录')
    await phone.tap('遂昌县')
    await phone.tap('微信登录')
    await phone.waitFor(/待办|要办的事/)
    await phone.open(page('families/pages/list'))
    await phone.waitFor('添加孩子')
    await phone.tap('添加孩子')
    await phone.waitFor(/往下办|照户口簿写/)
    if (phone.tappable().includes('同意，往下办')) await phone.tap('同意，往下办')
    await phone.waitFor('照户口簿写')
    await phone.input('孩子的姓名', child.name)
    await phone.input('孩子的身份证号', child.idNo)
    await phone.tap('妈妈')
    await phone.tap('添加')
    await phone.waitFor('添加好了', 15_000)
    expect(kept()).not.toContain(child.idNo)
    await phone.tap('好了')
    await phone.waitFor('现在有效')
    const open = phone.router.stack().map(({ route }) => route)
    expect(open.filter((route) => route.includes('families/'))).toEqual(['capabilities/families/pages/list/index'])
    await phone.tap('看这个孩子')
    await phone.waitFor('满 18 周岁')
    expectSound()
    await phone.tap('不再替孩子办事')
    await phone.tap('不再替孩子办')
    await phone.waitFor('已经撤销了')
    expectSound()
  }, 60_000)
})

describe('every page with a session', () => {
  test('is drawn within its budget and names what can be tapped', async () => {
    for (const one of phone.bundle.pages) {
      phone.counting.reset()
      await phone.open(`/${one}`)
      expectWithin({ bytes: phone.counting.total(one).bytes }, { bytes: FIRST_RENDER.bytes })
      expectSound()
      if (!phone.router.isTab(one)) await phone.back()
    }
  }, 60_000)
})

describe('the service agreement', () => {
  const [reader, sleeper, unlucky] = demoPeople.filter(({ key }) => key !== person?.key && key !== 'ye-ting')
  const tenant = '331124'

  /** What the ledger of 松阳 holds of this WeChat; null before its first sign-in there. */
  async function agreedBy(openid = ''): Promise<readonly unknown[] | null> {
    const account = await product.db.collection<{ _id: string }>('accounts').findOne({ tenant, openid })
    if (account === null) return null
    return product.db.collection('consents').find({ tenant, holder: account._id }).toArray()
  }

  /** One phone at a time. */
  async function takeUp(key: string, options: LaunchOptions = {}): Promise<void> {
    phone.kill()
    phone = await product.phoneOf(key, options)
  }

  async function signInByTap(): Promise<void> {
    await phone.tap('微信登录')
    await phone.tap('松阳县')
    await phone.tap('微信登录')
    await phone.waitFor('您住在哪个乡镇')
  }

  test('can be read before the sign-in, which names it, and a tapped sign-in is kept as agreement to its version', async () => {
    await takeUp(reader?.key ?? '')
    await phone.tap('微信登录')
    expect(phone.text()).toMatch(/点登录表示同意 ?《服务协议》/)
    await phone.tap('《服务协议》')
    await phone.waitFor('请先点一下您的县')
    await phone.tap('松阳县')
    await phone.tap('《服务协议》')
    await phone.waitFor('openid')
    expect(phone.nameless()).toEqual([])
    await phone.back()
    await phone.tap('微信登录')
    await phone.waitFor('您住在哪个乡镇')
    const [row, ...more] = (await agreedBy(reader?.openid)) ?? []
    expect(more).toEqual([])
    const version: unknown = expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/)
    expect(row).toMatchObject({ purpose: 'service-agreement', state: 'GIVEN', document: version })
    expect(phone.errors).toEqual([])
  }, 30_000)

  test('is not agreed to by a sign-in that nobody tapped', async () => {
    await takeUp(sleeper?.key ?? '', { storage: new Map([['xlb:tenant', JSON.stringify(tenant)]]) })
    await phone.waitFor('核对您的身份')
    expect(await agreedBy(sleeper?.openid)).toEqual([])
    expect(phone.network.lines.some(({ url }) => url.includes('agreement'))).toBe(false)
  }, 30_000)

  test('that cannot be fetched stops nobody from signing in', async () => {
    await takeUp(unlucky?.key ?? '')
    const real = globalThis.fetch
    globalThis.fetch = (...asked) =>
      JSON.stringify(asked[0]).includes('/agreement') ? Promise.reject(new Error('cut')) : real(...asked)
    try {
      await signInByTap()
    } finally {
      globalThis.fetch = real
    }
    expect(await agreedBy(unlucky?.openid)).toEqual([])
  }, 30_000)
})
