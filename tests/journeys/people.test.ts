/**
 * Who somebody is and for whom they act, in both views: a stranger's first hour in a county, and a mother whose right ends. Only what a person
 * touches is touched; what counts is what stands in the database afterwards.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { demoPeople, type DemoPerson } from '@xlb/shared/demo/roster.ts'
import { accountOf, backToMe, elder, fromMe, lookAt, rowsOf, signIn, standard, type View } from './people.ts'
import type { Phone } from './phone.ts'
import { setStage, until, type Stage } from './stage.ts'

const SONGYANG = '331124'
const VILLAGE = '331124001006'
const JOURNEY = 120_000
/** On a busy machine the pages are built first. */
const SETTING = 400_000

/** People of 遂昌; in 松阳 nobody knows them yet. */
const strangers = demoPeople.filter((one) => one.countyCode === '331123')

function strangerOf(view: View): DemoPerson {
  const [first, second] = strangers
  const found = view === standard ? first : second
  if (found === undefined) throw new Error('the roster has nobody')
  return found
}

let stage: Stage

beforeAll(async () => {
  stage = await setStage()
}, SETTING)
afterAll(async () => {
  await stage.end()
}, 30_000)

describe.each([standard, elder])('in the $name view', (view) => {
  const stranger = strangerOf(view)
  const rows = (name: string) => rowsOf(stage, name)
  const account = () => accountOf(stage, SONGYANG, stranger)

  test(
    'a stranger’s first hour: village, consent, real name, number, and every right over what is known of them',
    async () => {
      const phone = await stage.phone()
      await readAgreement(phone, view)
      await signIn(phone, /松阳县/, stranger, view)
      await chooseVillage(phone)
      await until('the view is kept with the account', async () => (await account())?.['view'] === view.name)
      expect(await account()).toMatchObject({ state: 'UNBOUND', personId: null, villageCode: VILLAGE })

      await agree(phone, view)
      const holder = (await account())?._id
      expect(await rows('consents').findOne({ holder, purpose: 'real-name' })).toMatchObject({ state: 'GIVEN' })
      await verify(phone, stranger)
      const bound = await account()
      const person = await rows('persons').findOne({ _id: bound?.personId ?? '' })
      expect(bound?.state).toBe('BOUND')
      expect(person).toMatchObject({ tenant: SONGYANG, name: stranger.name, verified: 'source' })
      expect(person).toMatchObject({ villageCode: VILLAGE })
      const given = await rows('consents').distinct('purpose', { holder: bound?.personId ?? '', state: 'GIVEN' })
      expect(given.sort()).toEqual(['real-name', 'service-agreement'])
      for (const secret of [stranger.idNo, stranger.name]) expect(await phone.kept()).not.toContain(secret)

      await phone.tap('返回')
      await phone.tap('我的')
      await tellNumber(phone, view)
      expect(JSON.stringify(await account())).not.toContain(stranger.phone)
      expect((await account())?.['phoneSealed']).toBeDefined()

      await viewStays(phone, view)
      await phone.tap('我的')
      await lookAt(phone, view.picture('me'))
      await seeWhatIsKnown(phone, view)
      expect(await rows('dataExports').findOne({ personId: bound?.personId ?? '' })).toMatchObject({ count: 1 })
      await erasureAndBack(phone, view, bound?.personId ?? '')
      for (const secret of [stranger.idNo, stranger.name, stranger.phone])
        expect(await phone.kept()).not.toContain(secret)
      expect(phone.errors).toEqual([])
      await phone.close()
    },
    JOURNEY,
  )

  async function chooseVillage(phone: Phone): Promise<void> {
    await phone.see('您住在哪个乡镇（街道）')
    await lookAt(phone)
    await phone.tap('先不选')
    await phone.see('选择您的村（社区）')
    await phone.see('核对您的身份')
    await lookAt(phone)
    await phone.tap(/去选择/)
    await phone.tap(/^西屏街道/)
    await phone.tap('古城社区')
    await lookAt(phone)
    await phone.tap('就是这个村')
    await phone.see('改好了')
    await phone.tap('好了')
    await phone.see('西屏街道 · 古城社区')
    expect(await phone.screen()).not.toContain('去选择')
  }

  /** Before anybody is signed in, in the letters chosen there. */
  async function readAgreement(phone: Phone, { words }: View): Promise<void> {
    await phone.tap('微信登录')
    await phone.tap(/松阳县/)
    await phone.tap(new RegExp(words))
    await lookAt(phone)
    await phone.tap(/《服务协议》/)
    await phone.see(/openid/)
    await lookAt(phone)
    await phone.reopen()
  }

  async function agree(phone: Phone, { picture }: View): Promise<void> {
    await phone.tap(/去核对/)
    await phone.see(/单独同意/)
    await lookAt(phone)
    await phone.tap('同意，往下办')
    await phone.see(/照身份证上写/)
    await lookAt(phone, picture('real-name'))
  }

  /** The register is down at first: nothing typed is lost, and the way to the counter stands there. */
  async function verify(phone: Phone, { name, idNo }: DemoPerson): Promise<void> {
    await stage.control('faults', { id: 'bureau.down', on: true })
    await phone.type(/^姓名/, name)
    await phone.type(/^身份证号/, idNo)
    await phone.tap('开始核对')
    await phone.see(/暂时连不上人口信息系统.*到便民服务中心/)
    expect(await phone.typed(/^姓名/)).toBe(name)
    expect(await phone.typed(/^身份证号/)).toBe(idNo)
    await phone.see('不方便在手机上办')
    await lookAt(phone)
    expect(await account()).toMatchObject({ state: 'UNBOUND', personId: null })
    await stage.control('faults/clear', {})
    await phone.tap('开始核对')
    await phone.see('人口信息系统核对过')
    await lookAt(phone)
  }

  /** By WeChat's own question, or by the code of an SMS. */
  async function tellNumber(phone: Phone, { name }: View): Promise<void> {
    await fromMe(phone, '手机号', '还没有填')
    if (name === 'standard') {
      await phone.tap('用微信的手机号')
      await phone.sheet().locator('#allow-number').tap()
    } else {
      await phone.type(/^手机号/, stranger.phone)
      await phone.tap('发验证码')
      await phone.see(/验证码已发到/)
      await phone.type(/短信里的 6 位数字/, await until('the SMS is there', smsCode))
      await phone.tap('确认这个手机号')
    }
    await phone.see('手机号记下了')
    await phone.see(new RegExp(`100\\*{4}${stranger.phone.slice(-4)}`))
    await lookAt(phone)
  }

  async function smsCode(): Promise<string | undefined> {
    const { items } = await stage.control('sms')
    const sent = JSON.stringify(items)
    return sent.includes(stranger.phone) ? /"code":"(\d{6})"/.exec(sent)?.[1] : undefined
  }

  /** Opened again, and on a second phone on which nobody chose a view. */
  async function viewStays(phone: Phone, { other }: View): Promise<void> {
    const second = await stage.phone()
    await signIn(second, /松阳县/, stranger)
    await second.see(other)
    await second.close()
    await phone.kill()
    await phone.reopen()
    await phone.see(other)
    await lookAt(phone)
  }

  async function seeWhatIsKnown(phone: Phone, { picture }: View): Promise<void> {
    await fromMe(phone, '谁看过我的信息', '还没有人看过')
    await lookAt(phone)
    await backToMe(phone)
    await fromMe(phone, '同意书', '已同意')
    await lookAt(phone, picture('consents'))
    await backToMe(phone)
    await fromMe(phone, '导出我的信息', /做成一份文件给您/)
    await phone.tap('做一份')
    await phone.see(/做好的/)
    await phone.tap('存成文件')
    await phone.see('文件给您了')
    await lookAt(phone)
    await backToMe(phone)
  }

  async function erasureAndBack(phone: Phone, { picture }: View, personId: string): Promise<void> {
    const asked = async () => (await rows('erasures').find({ personId }).toArray()).map((one) => one.state)
    await fromMe(phone, '删除我的信息', '会删掉的')
    await lookAt(phone, picture('erasure'))
    await phone.tap('申请删除')
    await phone.see('确定要申请删除吗')
    await phone.tap('确定申请')
    await phone.see('到这时才删')
    await lookAt(phone)
    expect(await asked()).toEqual(['REQUESTED'])
    await phone.tap('撤回申请')
    await until('nothing is asked for any more', async () => (await asked()).join() === 'CANCELLED')
    await phone.see('申请删除')
    expect(await account()).toMatchObject({ state: 'BOUND', personId })
  }
})
