import { describe, expect, it } from '@jest/globals'
import { createHash, createVerify } from 'node:crypto'
import { Aes } from 'wechatpay-axios-plugin'
import { lines, seal, signText, spoil } from '../../world/src/pay/crypto.ts'
import { merchantConfig, openStage } from './support.ts'

const sha1Sorted = (...parts: string[]): string => createHash('sha1').update(parts.sort().join('')).digest('hex')

describe('fixed vectors of WeChat, computed again', () => {
  it('signs the address check and the plain push as WeChat publishes them', () => {
    expect(sha1Sorted('AAAAA', '1714036504', '1514711492')).toBe('f464b24fc39322e44b38aa78f5edd27bd1441696')
    expect(sha1Sorted('AAAAA', '1714037059', '486452656')).toBe('899cf89e464efb63f54ddac96b0a0a235f53aa78')
  })

  it('hashes a certificate the way the face check wants it', () => {
    const b64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64')
    const text = `cert_type=${b64('IDENTITY_CARD')}&cert_name=${b64('张三')}&cert_no=${b64('310101199801011234')}`
    expect(createHash('sha256').update(text).digest('hex')).toMatch(/^3c241f7f[0-9a-f]{52}108b$/)
  })

  it('seals what another implementation opens, and a spoilt tag does not open', () => {
    const key = '0123456789abcdef0123456789abcdef'
    const sealed = seal('{"金额":1}', key, 'transaction')
    expect(Aes.AesGcm.decrypt(sealed.ciphertext, key, sealed.nonce, 'transaction')).toBe('{"金额":1}')
    const bad = spoil(sealed)
    expect(() => Aes.AesGcm.decrypt(bad.ciphertext, key, bad.nonce, 'transaction')).toThrow()
    expect(() => Aes.AesGcm.decrypt(sealed.ciphertext, key, sealed.nonce, 'refund')).toThrow()
  })

  it('signs lines that all end with a line feed, the last one too', async () => {
    const stage = await openStage()
    const merchant = merchantConfig(stage.world)
    const signature = signText(lines('a', 'b'), merchant.privateKeyPem)
    const verified = (text: string): boolean =>
      createVerify('RSA-SHA256').update(text).verify(merchant.privateKeyPem, signature, 'base64')
    expect([verified('a\nb\n'), verified('a\nb')]).toEqual([true, false])
    await stage.close()
  })
})
