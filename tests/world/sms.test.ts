import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { demoPerson } from '@xlb/shared/demo/roster.ts'
import { control, fault, listed, openStage, post, signedCall, type Json, type Reply, type Stage } from './support.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())
afterEach(() => control(stage.world, 'faults/clear', {}))

const { phone } = demoPerson('wang-xiulan')
let number = 0
const newNo = (): string => `SMS-${String((number += 1)).padStart(6, '0')}`
const send = (more: Json = {}): Promise<Reply> =>
  signedCall(stage.world.config.sms, 'POST', '/messages', {
    requestNo: newNo(),
    to: phone,
    template: 'verify-code',
    params: { code: '428913', minutes: '10' },
    ...more,
  })
const inbox = async (of: string): Promise<string> => (await fetch(`${stage.world.url}/phone/sms?phone=${of}`)).text()
const copies = (page: string, word: string): number => page.split(word).length - 1

describe('the SMS gateway', () => {
  it('is closed without a signature', async () => {
    expect((await post(`${stage.world.url}/sms/messages`, {})).status).toBe(401)
  })

  it('refuses a bad number, an unknown text, wrong parameters and a bad body, and sends nothing', async () => {
    const refused = async (more: Json): Promise<unknown> => (await send(more)).body['reason']
    for (const to of ['2000000000', '10012345', '21234567890', '1234567890a'])
      expect(await refused({ to })).toBe('bad-number')
    expect(await refused({ template: 'free-text' })).toBe('unknown-template')
    expect(await refused({ params: { code: '1' } })).toBe('bad-params')
    expect(await refused({ params: { code: '1', minutes: '1', more: '1' } })).toBe('bad-params')
    expect((await send({ requestNo: 'x' })).status).toBe(400)
    expect(await listed(stage.world, 'sms')).toEqual([])
  })

  it('takes a message once per request number; the phone shows it', async () => {
    const requestNo = newNo()
    const first = await send({ requestNo })
    expect(first.body).toEqual({ requestNo, messageId: expect.stringMatching(/^SMS/), accepted: true })
    expect((await send({ requestNo })).body).toEqual(first.body)
    expect((await send({ requestNo, params: { code: '111111', minutes: '10' } })).status).toBe(409)
    expect(await listed(stage.world, 'sms')).toMatchObject([{ to: phone, params: { code: '428913' }, asked: 2 }])
    for (const who of [phone, 'wang-xiulan']) expect(copies(await inbox(who), '428913')).toBe(1)
    expect(await inbox('li-aijuan')).toContain('还没有短信')
  })

  it('loses messages, doubles them, and is down', async () => {
    await fault(stage.world, 'sms.lost', { times: 1 })
    expect((await send({ params: { code: '555555', minutes: '10' } })).body).toMatchObject({ accepted: true })
    await fault(stage.world, 'sms.duplicate', { times: 1 })
    await send({ params: { code: '666666', minutes: '10' } })
    const page = await inbox(phone)
    expect([copies(page, '555555'), copies(page, '666666')]).toEqual([0, 2])
    await fault(stage.world, 'sms.down', { times: 1 })
    expect((await send()).status).toBe(503)
  })

  it('shows what was sent as text, never as markup', async () => {
    await send({ template: 'notice', params: { title: '<b>停水</b>' } })
    expect(await inbox(phone)).toContain('&lt;b&gt;停水&lt;/b&gt;')
  })
})
