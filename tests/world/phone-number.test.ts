import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { DEMO_APPID } from '@xlb/shared/demo/roster.ts'
import { control, fault, get, openStage, person, post, type Json, type Stage } from './support.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())
afterEach(async () => {
  await control(stage.world, 'faults/clear', {})
  await control(stage.world, 'clock', { offsetMs: 0 })
})

const code = async (of = 'number'): Promise<string> =>
  String((await post(`${stage.world.url}/phone/api/${of}`, { phone: person.key })).body['code'])
const token = async (): Promise<string> => {
  const { appid, secret } = stage.world.config.wechat
  const body = { grant_type: 'client_credential', appid, secret }
  return String((await post(`${stage.world.url}/cgi-bin/stable_token`, body)).body['access_token'])
}
const exchange = async (body: Json, access?: string): Promise<Json> => {
  const query = `access_token=${access ?? (await token())}`
  const reply = await post(`${stage.world.url}/wxa/business/getuserphonenumber?${query}`, body)
  expect(reply.status).toBe(200)
  return reply.body
}

describe('getuserphonenumber', () => {
  it('gives the number once for each code', async () => {
    const body = { code: await code() }
    expect(await exchange(body)).toEqual({
      errcode: 0,
      errmsg: 'ok',
      phone_info: {
        phoneNumber: person.phone,
        purePhoneNumber: person.phone,
        countryCode: '86',
        watermark: { timestamp: expect.any(Number), appid: DEMO_APPID },
      },
    })
    expect(await exchange(body)).toMatchObject({ errcode: 40029 })
  })

  it('refuses a login code, an old code, another person’s openid, a dead token, a bad body', async () => {
    expect(await exchange({ code: await code('login') })).toMatchObject({ errcode: 40029 })
    expect(await exchange({ code: await code(), openid: 'oDEMOother' })).toMatchObject({ errcode: 40029 })
    expect(await exchange({ code: await code(), openid: person.openid })).toMatchObject({ errcode: 0 })
    expect(await exchange({ code: await code() }, 'dead')).toMatchObject({ errcode: 40001 })
    expect(await exchange({})).toMatchObject({ errcode: 47001 })
    const old = await code()
    await control(stage.world, 'clock', { advanceMs: 5 * 60_000 + 1_000 })
    expect(await exchange({ code: old })).toMatchObject({ errcode: 40029 })
  })

  it('a code for the number signs nobody in', async () => {
    const { appid, secret } = stage.world.config.wechat
    const query = new URLSearchParams({ appid, secret, js_code: await code(), grant_type: 'authorization_code' })
    expect((await get(`${stage.world.url}/sns/jscode2session?${query.toString()}`)).body).toMatchObject({
      errcode: 40029,
    })
  })

  it('misbehaves by the menu', async () => {
    for (const [id, errcode] of [
      ['bad-code', 40029],
      ['quota', 45011],
      ['swapped', 40029],
    ] as const) {
      await fault(stage.world, `wechat.phone.${id}`, { times: 1 })
      expect(await exchange({ code: await code() })).toMatchObject({ errcode })
    }
  })
})
