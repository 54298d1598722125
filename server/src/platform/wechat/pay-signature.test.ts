import { describe, expect, test } from '@jest/globals'
import { createPublicKey, createVerify, generateKeyPairSync } from 'node:crypto'
import { authorization, clientParams, openSealed, verifyMessage, type SignedMessage } from './pay-signature.ts'

/**
 * Made once by another implementation (wechatpay-axios-plugin 0.9.6) with a key that was thrown away: what this server verifies is not
 * judged by what this server signs.
 */
const publicKeyPem = `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA6vpsXLRtTdNh2Ajo+U7X
aL2T4cLYtmtZCO+VCaN1DWTqLAC/PFmWHH2z6v53aHIDrhLKDu2DTDmzgTalQ6eB
eAz8OwzmPlRKL3VIY8Eg11JujRnYysfjviYrJ1kFOmZuuI3iEjtj8uWBPHv2hU6b
C0sBmc0KB0CQpSPx/y28G8rZbCX0f48qGaQFNOv2X2mXDh1+I72alG7X6EhxGdnD
XpbM3rvBCkifwORz6AyuB8YC9XUUqVlojfJApjNxKU7ieDPWU4Tg9Ije+rnSRsJo
WGNY64ZtDmme0p2gPxqYIFOAIMpun0zWF2LeDOCbNkc7xqzQ8WaLL9xGyuDLS8s0
4wIDAQAB
-----END PUBLIC KEY-----`
const keys = [{ id: 'PUB_KEY_ID_0119990000012026112600000001', publicKeyPem }]
const message: SignedMessage = {
  timestamp: '1793063520',
  nonce: 'f2d8b5ab4c1e4d0a',
  serial: 'PUB_KEY_ID_0119990000012026112600000001',
  body: '{"id":"EV-2018022511223320873","金额":8640}\r\n',
  signature:
    'QYh2n6vFKvyeM6zC3jG5Wl4okP1FfS0/1kkzBlrBroLxreH1FsmjHRUfA4v+F120u24c7RRY6n7QuJxca6rZWSNtkAaok/YD6pZzcHX7ljZ2HB5iRsQei8MKrnhxYGLH+Qc5A8CuX+Nopy6UQgZn3CWLFR7bJyzbSu02+ZRBBWL1Qjf4nWj5LC4p0FyXSk3A11gJkN1JonnVtfSxpAO67X7bVbEx/XFXweQXDlVh9KJAJWY1L/Cn3WdGG+B4XcALp5G85JmDOcliYxcS1IttpXBYVlRbOG6HFlgjTIvX0sBK8Jr8mwKfTzhm8hLQud/V4AT7GUt7KJ05w4v2aD5jtg==',
}
const NOW = 1_793_063_520_000

describe('a message of WeChat Pay', () => {
  test('is accepted with its own bytes, as text or as a buffer', () => {
    expect(verifyMessage(keys, message, NOW)).toBe(true)
    expect(verifyMessage(keys, { ...message, body: Buffer.from(String(message.body), 'utf8') }, NOW)).toBe(true)
  })

  test('is accepted up to 300 seconds away from now, on both sides, and not one second more', () => {
    const at = (seconds: number) => verifyMessage(keys, message, NOW + seconds * 1000)
    expect([at(-300), at(300), at(-301), at(301)]).toEqual([true, true, false, false])
  })

  test.each([
    ['a body without its last line feed', { body: String(message.body).trimEnd() }],
    ['a body with LF instead of CRLF', { body: String(message.body).replace('\r\n', '\n') }],
    ['a body that was parsed and written again', { body: JSON.stringify(JSON.parse(String(message.body))) }],
    ['a body with a byte order mark', { body: `\uFEFF${String(message.body)}` }],
    ['a body with one figure changed', { body: String(message.body).replace('8640', '8641') }],
    ['another nonce', { nonce: 'f2d8b5ab4c1e4d0b' }],
    ['a timestamp in milliseconds', { timestamp: '1793063520000' }],
    ['a timestamp with a sign', { timestamp: '+179306352' }],
    ['a timestamp in full-width figures', { timestamp: '１７９３０６３５２０' }],
    ['no timestamp', { timestamp: '' }],
    ['an unknown serial', { serial: 'PUB_KEY_ID_0119990000012026112600000002' }],
    ['no serial', { serial: '' }],
    ['the probe’s signature', { signature: `WECHATPAY/SIGNTEST/${message.signature}` }],
    ['a signature that is no base64', { signature: '！！' }],
    ['no signature', { signature: '' }],
  ])('is refused with %s', (_what, change) => {
    expect(verifyMessage(keys, { ...message, ...change }, NOW)).toBe(false)
  })

  test('is accepted by any of the keys that stand side by side while one is changed', () => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const renewed = { id: 'PUB_KEY_ID_NEW', publicKeyPem: String(publicKey.export({ type: 'spki', format: 'pem' })) }
    expect(verifyMessage([renewed, ...keys], message, NOW)).toBe(true)
    expect(verifyMessage([renewed], message, NOW)).toBe(false)
    expect(verifyMessage([renewed, ...keys], { ...message, serial: renewed.id }, NOW)).toBe(false)
  })
})

describe('a sealed resource', () => {
  const key = '0123456789abcdef0123456789abcdef'
  const sealed = {
    ciphertext: 'DUcHkaT6Ar5NbFcP4dHc0mQPviqVoryCEBHClYWsbEf6ME9N1pAk0O3shhBrZ8UJXbMtfVCyGA==',
    nonce: 'fdasflkja484',
    associatedData: 'transaction',
  }
  const bytes = Buffer.from(sealed.ciphertext, 'base64')
  const base64 = (part: Buffer): string => part.toString('base64')

  test('opens to what the other implementation sealed', () => {
    expect(openSealed(key, sealed)).toBe('{"trade_state":"SUCCESS","金额":8640}')
  })

  test.each([
    ['a tag cut to 4 bytes', { ciphertext: base64(bytes.subarray(0, bytes.length - 12)) }],
    [
      'a tag with one bit changed',
      { ciphertext: base64(Buffer.concat([bytes.subarray(0, -1), Buffer.from([(bytes.at(-1) ?? 0) ^ 1])])) },
    ],
    ['a ciphertext below 16 bytes', { ciphertext: base64(bytes.subarray(0, 15)) }],
    ['nothing but a tag', { ciphertext: base64(bytes.subarray(0, 16)) }],
    ['an empty ciphertext', { ciphertext: '' }],
    ['other associated data', { associatedData: 'refund' }],
    ['no associated data', { associatedData: '' }],
    ['another nonce', { nonce: 'fdasflkja485' }],
    ['a nonce of another length', { nonce: 'fdasflkja4844' }],
  ])('with %s opens to nothing', (_what, change) => {
    expect(openSealed(key, { ...sealed, ...change })).toBeNull()
  })

  test('opens to nothing with another merchant’s key', () => {
    expect(openSealed('fedcba9876543210fedcba9876543210', sealed)).toBeNull()
  })
})

describe('what this server signs', () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const privateKeyPem = String(privateKey.export({ type: 'pkcs8', format: 'pem' }))
  const verified = (text: string, signature: string): boolean =>
    createVerify('RSA-SHA256')
      .update(text)
      .verify(createPublicKey(String(publicKey.export({ type: 'spki', format: 'pem' }))), signature, 'base64')

  test('a request is signed over method, path with query, seconds, nonce and body, each ended by a line feed', () => {
    const signer = { mchid: '1999000001', serialNo: 'ABC123', privateKeyPem }
    const path = '/v3/pay/transactions/out-trade-no/XLB1?mchid=1999000001'
    const header = authorization(signer, { method: 'GET', path, body: '' }, NOW, 'nonce')
    const signature = /signature="([^"]+)"/.exec(header)?.[1] ?? ''
    expect(header).toMatch(
      /^WECHATPAY2-SHA256-RSA2048 mchid="1999000001",nonce_str="nonce",timestamp="1793063520",serial_no="ABC123",signature="/,
    )
    expect(verified(`GET\n${path}\n1793063520\nnonce\n\n`, signature)).toBe(true)
    expect(verified(`GET\n${path}\n1793063520\nnonce\n`, signature)).toBe(false)
  })

  test('the phone’s parameters are signed with the prefix prepay_id=', () => {
    const params = clientParams(privateKeyPem, 'wxd1a0000000000001', 'wx2026', NOW, 'nonce')
    expect(params).toMatchObject({
      timeStamp: '1793063520',
      nonceStr: 'nonce',
      package: 'prepay_id=wx2026',
      signType: 'RSA',
    })
    expect(verified('wxd1a0000000000001\n1793063520\nnonce\nprepay_id=wx2026\n', params.paySign)).toBe(true)
    expect(verified('wxd1a0000000000001\n1793063520\nnonce\nwx2026\n', params.paySign)).toBe(false)
  })

  test('nonces stay within WeChat’s 32 characters and differ', () => {
    const { nonceStr: one } = clientParams(privateKeyPem, 'wx', 'a', NOW)
    const { nonceStr: two } = clientParams(privateKeyPem, 'wx', 'a', NOW)
    expect(one).toMatch(/^[0-9a-f]{32}$/)
    expect(two).not.toBe(one)
  })
})
