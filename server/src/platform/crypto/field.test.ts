/** What is sealed opens in its own place under its own key, and in no other way. */
import { createSecretKey, randomBytes } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { blindIndexes, openField, SealError, sealField, type FieldKey, type FieldKeys } from './field.ts'

const keyNamed = (kid: string): FieldKey => ({
  kid,
  sealing: createSecretKey(randomBytes(32)),
  blinding: createSecretKey(randomBytes(32)),
})
const [old, fresh] = [keyNamed('k0'), keyNamed('k20261126')]
const before: FieldKeys = [old]
const during: FieldKeys = [fresh, old]
const after: FieldKeys = [fresh]
const place = { tenant: '331123', collection: 'persons', id: 'per_1', field: 'idNo' }

/** Why it did not open; `opened` when it did. */
function faultOf(keys: FieldKeys, text: string, where = place): string {
  try {
    openField(keys, where, text)
    return 'opened'
  } catch (error) {
    return error instanceof SealError ? error.fault : 'another error'
  }
}

describe('a sealed field', () => {
  test('gives back any text, names algorithm and key, and is written differently each time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (value) => {
        const sealed = sealField(during, place, value)
        expect(sealed).toMatch(/^A256GCM:k20261126:[\w-]{16}:[\w-]+$/)
        expect(openField(during, place, sealed)).toBe(value)
        expect(sealField(during, place, value)).not.toBe(sealed)
      }),
    )
  })

  test('with any character of it changed never opens', () => {
    const sealed = sealField(before, place, '11010519491231002X')
    fc.assert(
      fc.property(
        fc.nat(sealed.length - 1),
        fc.constantFrom('A', 'a', '0', '_', '-', ':', 'Z', 'x'),
        (at, character) => {
          if (sealed.charAt(at) === character) return
          expect(faultOf(before, sealed.slice(0, at) + character + sealed.slice(at + 1))).not.toBe('opened')
        },
      ),
      { numRuns: 400 },
    )
  })

  test('cut, lengthened, or with a tag of 4 bytes never opens', () => {
    const sealed = sealField(before, place, '11010519491231002X')
    const [head, body] = [sealed.slice(0, sealed.lastIndexOf(':') + 1), sealed.slice(sealed.lastIndexOf(':') + 1)]
    const bytes = Buffer.from(body, 'base64url')
    const shorter = Array.from({ length: bytes.length }, (_, length) => bytes.subarray(0, length))
    for (const other of [...shorter, Buffer.concat([bytes, Buffer.alloc(1)]), bytes.subarray(0, -12)])
      expect(faultOf(before, head + other.toString('base64url'))).toMatch(/^(malformed|refused)$/)
    expect(faultOf(before, head)).toBe('malformed')
    expect(faultOf(before, '')).toBe('malformed')
  })

  test.each([
    ['another county', { tenant: '331124' }],
    ['another collection', { collection: 'accounts' }],
    ['another row', { id: 'per_2' }],
    ['another field', { field: 'phone' }],
  ])('moved to %s does not open', (_where, change) => {
    const sealed = sealField(before, place, '11010519491231002X')
    expect(faultOf(before, sealed, { ...place, ...change })).toBe('refused')
  })

  test('does not open when its name or its key is exchanged', () => {
    const sealed = sealField(during, place, 'x')
    expect(faultOf(during, sealed.replace('k20261126', 'k0'))).toBe('refused')
    expect(faultOf(during, sealed.replace('A256GCM', 'A128GCM'))).toBe('malformed')
    expect(faultOf([{ ...keyNamed('k20261126') }], sealed)).toBe('refused')
  })

  test('of an old key opens while that key is held, and not afterwards', () => {
    const sealed = sealField(before, place, 'x')
    expect([faultOf(before, sealed), faultOf(during, sealed), faultOf(after, sealed)]).toEqual([
      'opened',
      'opened',
      'unknown-key',
    ])
  })

  test('that does not open is told of without the value, the text or the row', () => {
    const sealed = sealField(before, place, '11010519491231002X')
    const told = (() => {
      try {
        return openField(before, { ...place, id: 'per_2' }, sealed)
      } catch (error) {
        return error
      }
    })()
    expect(String(told)).toBe('SealError: persons.idNo did not open: refused')
  })
})

describe('look-up texts', () => {
  const idNumbers = { tenant: '331123', purpose: 'id-number' }

  test('are equal for equal values of one county and purpose, and for nothing else', () => {
    const [one] = blindIndexes(before, idNumbers, 'a')
    expect(one).toMatch(/^HS256:k0:[\w-]{43}$/)
    expect(blindIndexes(before, idNumbers, 'a')).toEqual([one])
    expect(blindIndexes(before, idNumbers, 'b')).not.toContain(one)
    expect(blindIndexes(before, { ...idNumbers, tenant: '331124' }, 'a')).not.toContain(one)
    expect(blindIndexes(before, { ...idNumbers, purpose: 'phone' }, 'a')).not.toContain(one)
  })

  test('of a process before, during and after a change of keys have one in common with their neighbours', () => {
    const [first, second, third] = [before, during, after].map((keys) => blindIndexes(keys, idNumbers, 'a'))
    expect(second).toEqual([...(third ?? []), ...(first ?? [])])
  })
})
