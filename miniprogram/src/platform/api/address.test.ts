import { expect, test } from '@jest/globals'
import { addressOf } from './address.ts'

test('names in a path are filled and escaped', () => {
  expect(addressOf('/bills/:billId/pay', { params: { billId: 'bil/1 ?' } })).toBe('/bills/bil%2F1%20%3F/pay')
})

test('what is undefined stays out of the query', () => {
  expect(addressOf('/bills', { query: { limit: '20', cursor: undefined, show: 'due' } })).toBe(
    '/bills?limit=20&show=due',
  )
  expect(addressOf('/bills', { query: undefined })).toBe('/bills')
})

test('an empty id does not turn a record’s path into the list’s', () => {
  expect(addressOf('/bills/:billId', { params: { billId: '' } })).toBe('/bills/-')
})
