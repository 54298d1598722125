/**
 * A mother whose right ends, in both views: with the child's 18th birthday, by the clock alone, and for another child by two officers. What she sees,
 * what the API answers and what stands in the database.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { demoChild } from '@xlb/shared/demo/families.ts'
import { demoPerson } from '@xlb/shared/demo/roster.ts'
import { officerAtWork } from './office.ts'
import {
  accountOf,
  elder,
  fromMe,
  fromMeUntil,
  lookAt,
  rowsOf,
  setClock,
  signIn,
  standard,
  statusOf,
  tokenOf,
  type View,
} from './people.ts'
import type { Phone } from './phone.ts'
import { letRun, setStage, until, type Stage } from './stage.ts'

const SUICHANG = '331123'
const JOURNEY = 240_000
/** On a busy machine the pages are built first. */
const SETTING = 400_000

const mother = demoPerson('zhong-ting')
/** Turns 18 on 2026-12-01. Her sister 叶欣怡 stands in the demonstration already. */
const child = demoChild('ye-yutong')

let stage: Stage

// A child turns 18 once only: each view has a county of its own.
describe.each([standard, elder])('in the $name view', (view) => {
  const rows = (name: string) => rowsOf(stage, name)
  const ofChild = (childPersonId: string) => rows('guardianships').findOne({ childPersonId })
  const apiSays = async (phone: Phone, childPersonId: string) =>
    await statusOf(stage, `/families/children/${childPersonId}`, await tokenOf(phone))

  beforeAll(async () => {
    stage = await setStage()
    await setClock(stage, '2026-11-30T23:30:00+08:00')
  }, SETTING)
  afterAll(async () => {
    await stage.end()
  }, 30_000)

  test(
    'a mother’s right ends with the 18th birthday at once, and by two officers at the next look',
    async () => {
      const phone = await stage.phone()
      await signIn(phone, /遂昌县/, mother, view)
      await phone.see(/要办的事|待办/)
      await phone.tap('我的')
      await fromMe(phone, '家人', '叶*怡')
      const motherId = (await accountOf(stage, SUICHANG, mother))?.personId ?? ''
      await addChild(phone, view)
      const added = await rows('guardianships').findOne({ guardianPersonId: motherId, childMasked: '叶*桐' })
      expect(added).toMatchObject({ state: 'ACTIVE', proof: 'source', relation: 'mother', endsOn: '2026-12-01' })
      const childId = String(added?.['childPersonId'])
      expect(await apiSays(phone, childId)).toBe(200)

      // The hourly job has just been here: at midnight the clock alone speaks, also on a machine that is late with its jobs.
      await letRun(stage, 'end-guardianships')
      await setClock(stage, '2026-12-01T00:01:00+08:00')
      await phone.kill()
      await phone.reopen()
      await phone.tap('我的')
      await fromMe(phone, '家人', '孩子满 18 周岁了')
      await lookAt(phone)
      expect(await phone.screen()).toMatch(/已经结束的[\s\S]*叶\*桐/)
      expect((await ofChild(childId))?.state).toBe('ACTIVE')
      expect(await apiSays(phone, childId)).toBe(404)
      await writeDown(childId)
      await readTheLetter(phone)

      const sister = await rows('guardianships').findOne({ guardianPersonId: motherId, childMasked: '叶*怡' })
      const approvalId = await revokeAtTheCounter(sister?._id ?? '')
      await phone.tap('我的')
      await fromMeUntil(phone, '家人', /已经结束的/, '已经撤销了')
      expect(await phone.screen()).not.toContain('现在有效')
      await lookAt(phone)
      expect(await apiSays(phone, String(sister?.['childPersonId']))).toBe(404)
      expect(await rows('guardianships').findOne({ _id: sister?._id ?? '' })).toMatchObject({
        state: 'ENDED',
        endReason: 'revoked',
        endedBy: approvalId,
      })
      expect(phone.errors).toEqual([])
      await phone.close()
    },
    JOURNEY,
  )

  async function addChild(phone: Phone, { picture }: View): Promise<void> {
    await phone.tap('添加孩子')
    await phone.see('照户口簿写')
    await phone.type(/^孩子的姓名/, child.name)
    await phone.type(/^孩子的身份证号/, child.idNo)
    await phone.tap('妈妈')
    await lookAt(phone)
    await phone.tap('添加')
    await phone.see('添加好了')
    await lookAt(phone)
    expect(await phone.kept()).not.toContain(child.idNo)
    await phone.tap('好了')
    await phone.see('叶*桐')
    await lookAt(phone, picture('family'))
    await phone.tap('看这个孩子，叶*桐')
    await phone.see(/满 18 周岁/)
    await lookAt(phone, picture('child'))
  }

  async function writeDown(childId: string): Promise<void> {
    await letRun(stage, 'end-guardianships')
    await until('the end is written down', async () => (await ofChild(childId))?.state === 'ENDED')
    const ended = await ofChild(childId)
    expect(ended).toMatchObject({ endReason: 'birthday', open: false })
    const source = `families-ended:${ended?._id ?? ''}`
    await until(
      'both sides have a letter',
      async () => (await rows('messages').countDocuments({ source, title: '监护关系已结束' })) === 2,
    )
    expect(await rows('messages').countDocuments({ source, personId: childId })).toBe(1)
  }

  async function readTheLetter(phone: Phone): Promise<void> {
    await phone.tap('返回')
    await phone.tap(/^消息/)
    await phone.see('监护关系已结束')
    await phone.see(/叶\*桐.*孩子满 18 周岁/)
    await lookAt(phone)
  }

  /** Until the second officer agrees nothing ends. Answers the approval's id. */
  async function revokeAtTheCounter(guardianshipId: string): Promise<string> {
    const stateNow = async () => (await rows('guardianships').findOne({ _id: guardianshipId }))?.state
    const [a, b] = [await officerAtWork(stage, 'suichang-counter-a'), await officerAtWork(stage, 'suichang-counter-b')]
    const { caseNo } = await a.openCase('guardianship')
    const { approvalId } = await a.revoke(caseNo, guardianshipId)
    expect((await a.approve(approvalId)).code).toBe('second-person-needed')
    expect(await stateNow()).toBe('ACTIVE')
    expect((await b.see(approvalId)).facts).toContainEqual({ label: '注销原因', value: '法院判决或裁定' })
    expect((await b.approve(approvalId)).value().state).toBe('DONE')
    expect(await stateNow()).toBe('ENDED')
    return approvalId
  }
})
