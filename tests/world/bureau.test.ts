import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { demoChild, demoChildren, demoDeceased, demoSpecialNames } from '@xlb/shared/demo/families.ts'
import { demoPeople, demoPerson } from '@xlb/shared/demo/roster.ts'
import {
  control,
  fault,
  get,
  listed,
  openStage,
  post,
  setWorldTime,
  signedCall,
  type Reply,
  type Stage,
} from './support.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())
afterEach(async () => {
  await control(stage.world, 'faults/clear', {})
  await control(stage.world, 'clock', { offsetMs: 0 })
})

let number = 0
const newNo = (): string => `RN-${String((number += 1)).padStart(6, '0')}`
const ask = (path: string, body: unknown): Promise<Reply> => signedCall(stage.world.config.bureau, 'POST', path, body)
const realName = (name: string, idNo: string, requestNo = newNo()): Promise<Reply> =>
  ask('/realname/check', { requestNo, name, idNo })
const resultOf = async (name: string, idNo: string): Promise<unknown> => (await realName(name, idNo)).body['result']
const guardianship = (personKey: string, childKey: string, requestNo = newNo()): Promise<Reply> => {
  const [guardianIdNo, childIdNo] = [demoPerson(personKey).idNo, demoChild(childKey).idNo]
  return ask('/guardianships/check', { requestNo, guardianIdNo, childIdNo })
}
const wang = demoPerson('wang-xiulan')

describe('the door of the bureau', () => {
  it('is closed without a signature, with another’s, and for a body that is not the contract’s', async () => {
    const target = `${stage.world.url}/bureau/realname/check`
    expect((await post(target, {})).status).toBe(401)
    const { sms, bureau } = stage.world.config
    expect((await signedCall({ ...bureau, secret: sms.secret }, 'POST', '/realname/check', {})).status).toBe(401)
    expect((await get(target)).status).toBe(404)
    const bad = await ask('/realname/check', { requestNo: 'x', name: wang.name, idNo: wang.idNo, more: 1 })
    expect(bad).toMatchObject({ status: 400, body: { code: 'BODY_INVALID' } })
  })
})

describe('the real-name check', () => {
  it('knows everyone of the roster, their children and the unusual names byte for byte', async () => {
    for (const { name, idNo } of [...demoPeople, ...demoChildren, ...demoSpecialNames])
      expect(await resultOf(name, idNo)).toBe('match')
  })

  it('says mismatch, not-found and deceased; only the right name learns of a death', async () => {
    const [dotted] = demoSpecialNames
    expect(await resultOf('王秀蘭', wang.idNo)).toBe('mismatch')
    expect(await resultOf((dotted?.name ?? '').replace('·', '•'), dotted?.idNo ?? '')).toBe('mismatch')
    expect(await resultOf(wang.name, '331123195403120019')).toBe('not-found')
    expect(await resultOf(demoDeceased.name, demoDeceased.idNo)).toBe('deceased')
    expect(await resultOf(wang.name, demoDeceased.idNo)).toBe('mismatch')
  })

  it('answers the same to the same request number, whatever the weather, and refuses it for another question', async () => {
    const no = newNo()
    await fault(stage.world, 'bureau.mismatch', { times: 1 })
    const first = await realName(wang.name, wang.idNo, no)
    expect(first.body).toEqual({ requestNo: no, result: 'mismatch', checkedAt: expect.any(String) })
    expect((await realName(wang.name, wang.idNo, no)).body).toEqual(first.body)
    expect(await realName('别人', wang.idNo, no)).toMatchObject({ status: 409, body: { code: 'REQUEST_NO_REUSED' } })
    const [row] = (await listed(stage.world, 'checks')).filter((one) => one['requestNo'] === no)
    expect(row).toEqual({ kind: 'realname', ...first.body, asked: 2 })
  })
})

describe('the guardianship check', () => {
  const told = async (personKey: string, childKey: string): Promise<unknown[]> => {
    const { body } = await guardianship(personKey, childKey)
    return [body['result'], body['relation'], body['since'], body['until']]
  }

  it('proves what it knows, both parents alike, and knows nothing of grandmothers and neighbours', async () => {
    expect(await told('wu-xiaoyan', 'zhou-xiaoman')).toEqual(['proven', 'mother', '2018-05-21', null])
    expect(await told('he-weijun', 'he-anan')).toEqual(['proven', 'father', '2026-09-26', null])
    expect(await told('li-xiaoyan', 'he-anan')).toEqual(['proven', 'mother', '2026-09-26', null])
    expect(await told('chen-meifeng', 'chen-yuze')).toEqual(['proven', 'grandparent', '2024-05-06', null])
    for (const personKey of ['wang-xiulan', 'he-weijun'])
      expect(await told(personKey, 'zhou-xiaoman')).toEqual(['unknown', null, null, null])
  })

  it('knows no guardianship that only the counter can prove', async () => {
    expect(await told('lei-aijuan', 'lei-zihan')).toEqual(['unknown', null, null, null])
    expect(await told('liu-yaqin', 'he-zichen')).toEqual(['unknown', null, null, null])
    expect(await told('he-haibo', 'he-zichen')).toEqual(['proven', 'father', '2016-06-16', null])
  })

  it('says ended after a divorce, and for everyone from the eighteenth birthday on', async () => {
    expect(await told('ye-yuhang', 'ye-xinyi')).toEqual(['ended', 'father', '2011-03-03', '2025-06-30'])
    await setWorldTime(stage.world, '2026-11-30T15:59:00Z')
    expect(await told('zhong-ting', 'ye-yutong')).toEqual(['proven', 'mother', '2008-12-01', null])
    await setWorldTime(stage.world, '2026-11-30T16:00:01Z')
    expect(await told('zhong-ting', 'ye-yutong')).toEqual(['ended', 'mother', '2008-12-01', '2026-12-01'])
  })
})

describe('the bureau on a bad day', () => {
  it('is down, loses the line, sends a page instead of JSON, or declares someone dead', async () => {
    await fault(stage.world, 'bureau.down', { times: 1 })
    expect(await realName(wang.name, wang.idNo)).toMatchObject({ status: 503, body: { code: 'UNAVAILABLE' } })
    await fault(stage.world, 'bureau.down', { times: 1, params: { drop: true } })
    await expect(realName(wang.name, wang.idNo)).rejects.toThrow('fetch failed')
    await fault(stage.world, 'bureau.garbled', { times: 1 })
    await expect(realName(wang.name, wang.idNo)).rejects.toThrow(SyntaxError)
    await fault(stage.world, 'bureau.deceased', { times: 1 })
    expect(await resultOf(wang.name, wang.idNo)).toBe('deceased')
    await fault(stage.world, 'bureau.slow', { times: 1, params: { delayMs: 150 } })
    const from = Date.now()
    expect(await resultOf(wang.name, wang.idNo)).toBe('match')
    expect(Date.now() - from).toBeGreaterThan(140)
  })
})
