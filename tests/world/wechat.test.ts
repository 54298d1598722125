import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { demoPeople } from '@xlb/shared/demo/roster.ts'
import { valueFits } from '../../world/src/wechat/value-rules.ts'
import { control, fault, get, listed, openStage, person, post, type Json, type Reply, type Stage } from './support.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())
afterEach(async () => {
  await control(stage.world, 'faults/clear', {})
  await control(stage.world, 'clock', { offsetMs: 0 })
})

const account = (): { appid: string; secret: string } => {
  const { appid, secret } = stage.world.config.wechat
  return { appid, secret }
}
const newCode = async (phone = person.key): Promise<string> =>
  String((await post(`${stage.world.url}/phone/api/login`, { phone })).body['code'])
const session = async (code: string, more: Record<string, string> = {}): Promise<Json> => {
  const query = new URLSearchParams({ ...account(), js_code: code, grant_type: 'authorization_code', ...more })
  const reply = await get(`${stage.world.url}/sns/jscode2session?${query.toString()}`)
  expect(reply.status).toBe(200)
  return reply.body
}
const token = async (more: Json = {}): Promise<Json> =>
  (await post(`${stage.world.url}/cgi-bin/stable_token`, { grant_type: 'client_credential', ...account(), ...more }))
    .body

describe('code2Session', () => {
  it('gives openid, unionid and a session_key without an errcode, once for each code', async () => {
    const code = await newCode()
    const first = await session(code)
    expect(first).toEqual({ openid: person.openid, unionid: person.unionid, session_key: expect.any(String) })
    expect(await session(code)).toMatchObject({ errcode: 40029 })
    expect((await session(await newCode()))['session_key']).not.toBe(first['session_key'])
  })

  it('refuses unknown, expired and badly accompanied codes', async () => {
    expect(await session('nothing')).toMatchObject({ errcode: 40029 })
    expect(await session(await newCode(), { appid: 'wx0' })).toMatchObject({ errcode: 40013 })
    expect(await session(await newCode(), { secret: 'x' })).toMatchObject({ errcode: 40125 })
    const code = await newCode()
    await control(stage.world, 'clock', { advanceMs: 5 * 60_000 + 1_000 })
    expect(await session(code)).toMatchObject({ errcode: 40029 })
  })

  it('misbehaves by the menu', async () => {
    for (const [id, errcode] of [
      ['blocked', 40226],
      ['rate', 45011],
      ['bad-code', 40029],
    ] as const) {
      await fault(stage.world, `wechat.login.${id}`, { times: 1 })
      expect(await session(await newCode())).toMatchObject({ errcode })
    }
    expect(await session(await newCode())).not.toHaveProperty('errcode')
  })
})

describe('stable_token', () => {
  it('repeats the token, renews it five minutes early while the old one lives on', async () => {
    const first = await token()
    expect(Number(first['expires_in'])).toBeGreaterThan(7_100)
    expect((await token())['access_token']).toBe(first['access_token'])
    await control(stage.world, 'clock', { advanceMs: 7_200_000 - 4 * 60_000 })
    expect((await token())['access_token']).not.toBe(first['access_token'])
    const list = await get(
      `${stage.world.url}/wxaapi/newtmpl/gettemplate?access_token=${String(first['access_token'])}`,
    )
    expect(list.body).toMatchObject({ errcode: 0 })
  })

  it('kills the old token by force, at most every thirty seconds', async () => {
    const first = await token()
    const forced = await token({ force_refresh: true })
    expect(forced['access_token']).not.toBe(first['access_token'])
    const list = await get(
      `${stage.world.url}/wxaapi/newtmpl/gettemplate?access_token=${String(first['access_token'])}`,
    )
    expect(list.body).toMatchObject({ errcode: 40001 })
    expect(await token({ force_refresh: true })).toMatchObject({ errcode: 45011 })
  })

  it('names what is missing', async () => {
    expect(await token({ appid: '' })).toMatchObject({ errcode: 41002 })
    expect(await token({ secret: '' })).toMatchObject({ errcode: 41004 })
    expect(await token({ grant_type: 'x' })).toMatchObject({ errcode: 40002 })
    expect((await get(`${stage.world.url}/cgi-bin/stable_token`)).body).toMatchObject({ errcode: 43002 })
  })
})

describe('subscribe messages', () => {
  const templateId = (): string => stage.world.config.wechat.templates[0]?.id ?? ''
  const data = (more: Json = {}): Json => ({
    thing1: { value: '水费' },
    amount2: { value: '￥84.95' },
    date3: { value: '2026年12月5日' },
    thing4: { value: '点开看账单' },
    ...more,
  })
  const send = async (more: Json = {}, given?: string): Promise<Json> => {
    const access = given ?? String((await token())['access_token'])
    const body = { touser: person.openid, template_id: templateId(), data: data(), ...more }
    const reply: Reply = await post(`${stage.world.url}/cgi-bin/message/subscribe/send?access_token=${access}`, body)
    return reply.body
  }
  const accept = (times: number): Promise<unknown> => {
    const body = { phone: person.key, templateIds: [templateId()], answers: { [templateId()]: 'accept' } }
    return Promise.all(Array.from({ length: times }, () => post(`${stage.world.url}/phone/api/subscribe`, body)))
  }

  it('take one credit each, and only when they succeed', async () => {
    expect(await send()).toMatchObject({ errcode: 43101 })
    await accept(1)
    const broken = await send({ data: data({ thing1: { value: '字'.repeat(21) } }) })
    expect(broken).toMatchObject({ errcode: 47003, errmsg: expect.stringContaining('thing1') })
    expect(await send()).toMatchObject({ errcode: 0 })
    expect(await send()).toMatchObject({ errcode: 43101 })
    expect(await listed(stage.world, 'messages')).toMatchObject([
      { openid: person.openid, data: { amount2: '￥84.95' } },
    ])
    const phone = async (key: string): Promise<string> =>
      (await fetch(`${stage.world.url}/phone/messages?phone=${key}`)).text()
    expect(await phone(person.key)).toMatch(/缴费提醒.*待缴金额.*￥84\.95/s)
    expect(await phone(demoPeople.find(({ key }) => key !== person.key)?.key ?? '')).toContain('还没有服务通知')
  })

  it('refuse two sends at once to one person, a strange openid, a strange template, a dead token', async () => {
    await accept(2)
    const access = String((await token())['access_token'])
    await fault(stage.world, 'wechat.message.slow', { params: { delayMs: 1500 }, times: 1 })
    const both = await Promise.all([send({}, access), send({}, access)])
    expect(both.map((one) => one['errcode']).sort()).toEqual([0, 43108])
    expect(await send({ touser: 'oNobody' })).toMatchObject({ errcode: 40003 })
    expect(await send({ template_id: 'none' })).toMatchObject({ errcode: 40037 })
    await fault(stage.world, 'wechat.token.invalid', { times: 1 })
    expect(await send()).toMatchObject({ errcode: 40001 })
  })

  it('know the value rule of each key', () => {
    const fits: readonly (readonly [string, string, boolean])[] = [
      ['thing1', '字'.repeat(20), true],
      ['thing1', '上\n下', false],
      ['number1', '12.50', true],
      ['number1', '12a', false],
      ['character_string1', 'SJ-2026/01', true],
      ['character_string1', '收据', false],
      ['time1', '2026年11月26日 09:15', true],
      ['date1', '2026-11-26~2026-11-28', true],
      ['time1', '明天', false],
      ['amount1', '￥84.95', true],
      ['amount1', '84.95元', true],
      ['amount1', '12345678901', false],
      ['phone_number1', '0578-8000012', true],
      ['name1', '王秀兰', true],
      ['phrase1', '已入账', true],
      ['phrase1', 'done', false],
      ['unknown1', 'x', false],
    ]
    expect(fits.map(([key, value]) => [key, value, valueFits(key, value)])).toEqual(fits)
  })
})
