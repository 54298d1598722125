import { describe, expect, test } from '@jest/globals'
import { createCipheriv } from 'node:crypto'
import { listOf, openPush, verifyPush } from './message-push.ts'

/** Published by WeChat in its page on message push; nobody's secrets. */
const TOKEN = 'AAAAA'
const at = { encodingAesKey: 'A'.repeat(43), appid: 'wxba5fad812f8e6fb9' }
const sealed =
  '+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzDpVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04='
const safe = {
  timestamp: '1714112445',
  nonce: '415670741',
  signature: '046e02f8204d34f8ba5fa3b1db94908f3df2e9b3',
  encrypt: sealed,
}

/** A push sealed as WeChat does it, with a padding of our choosing. */
function seal(message: string, appid: string, pad = (left: number) => Buffer.alloc(left, left)): string {
  const key = Buffer.from(`${at.encodingAesKey}=`, 'base64')
  const text = Buffer.from(message, 'utf8')
  const length = Buffer.alloc(4)
  length.writeUInt32BE(text.length)
  const plain = Buffer.concat([Buffer.alloc(16, 7), length, text, Buffer.from(appid)])
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  return Buffer.concat([cipher.update(Buffer.concat([plain, pad(32 - (plain.length % 32))])), cipher.final()]).toString(
    'base64',
  )
}

describe('the signature of a push', () => {
  test.each([
    [
      'the address check',
      { timestamp: '1714036504', nonce: '1514711492', signature: 'f464b24fc39322e44b38aa78f5edd27bd1441696' },
    ],
    [
      'a plain push',
      { timestamp: '1714037059', nonce: '486452656', signature: '899cf89e464efb63f54ddac96b0a0a235f53aa78' },
    ],
    ['a push in safe mode', safe],
  ])('WeChat’s own vector for %s is accepted', (_what, push) => {
    expect(verifyPush(TOKEN, push)).toBe(true)
  })

  test.each([
    ['another token', 'BBBBB', safe],
    ['another second', TOKEN, { ...safe, timestamp: '1714112446' }],
    ['another nonce', TOKEN, { ...safe, nonce: '415670742' }],
    ['a changed text', TOKEN, { ...safe, encrypt: `A${sealed.slice(1)}` }],
    [
      'the text left out, as for a plain push',
      TOKEN,
      { timestamp: safe.timestamp, nonce: safe.nonce, signature: safe.signature },
    ],
    ['an empty signature', TOKEN, { ...safe, signature: '' }],
    ['a cut signature', TOKEN, { ...safe, signature: safe.signature.slice(0, 39) }],
    ['a signature in capitals', TOKEN, { ...safe, signature: safe.signature.toUpperCase() }],
  ])('a push with %s is refused', (_what, token, push) => {
    expect(verifyPush(token, push)).toBe(false)
  })
})

describe('a sealed push', () => {
  test('opens to the message WeChat published', () => {
    expect(openPush(at, sealed)).toBe(
      '{"ToUserName":"gh_97417a04a28d","FromUserName":"o9AgO5Kd5ggOC-bXrbNODIiE3bGY","CreateTime":1714112445,"MsgType":"event","Event":"debug_demo","debug_str":"hello world"}',
    )
  })

  test('opens to Chinese text and to an empty message', () => {
    expect(openPush(at, seal('水费已入账', at.appid))).toBe('水费已入账')
    expect(openPush(at, seal('', at.appid))).toBe('')
  })

  test.each([
    ['is for another appid', seal('x', 'wx0000000000000000')],
    ['names no appid', seal('x', '')],
    ['was cut in the middle of a block', sealed.slice(0, 40)],
    ['was cut by a whole block', Buffer.from(sealed, 'base64').subarray(0, 192).toString('base64')],
    ['is empty', ''],
    ['is no base64', '！！'],
    ['has a padding of zero', seal('x', at.appid, (left) => Buffer.alloc(left))],
    [
      'has a padding that is not all the same',
      seal('x', at.appid, (left) => Buffer.concat([Buffer.alloc(left - 1, 1), Buffer.from([left])])),
    ],
    ['has a padding above one block', seal('x', at.appid, (left) => Buffer.alloc(left, 33))],
  ])('is null when it %s', (_what, encrypt) => {
    expect(openPush(at, encrypt)).toBeNull()
  })

  test('is null for a key that is none', () => {
    expect(openPush({ ...at, encodingAesKey: 'A'.repeat(42) }, sealed)).toBeNull()
    expect(openPush({ ...at, encodingAesKey: 'B'.repeat(43) }, sealed)).toBeNull()
  })
})

test('a list of one item comes as an object and is an array all the same', () => {
  expect(listOf({ TemplateId: 'a' })).toEqual([{ TemplateId: 'a' }])
  expect(listOf([{ TemplateId: 'a' }, { TemplateId: 'b' }])).toHaveLength(2)
  expect(listOf(undefined)).toEqual([])
})
