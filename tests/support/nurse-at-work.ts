/** A nurse of the demonstration, who has no pages of her own yet: her acts over HTTP, against the whole product. */
import { DEMO_STAFF_PASSWORD, demoOfficer } from '@xlb/shared/demo/staff.ts'
import { staff } from '@xlb/shared/staff/contract.ts'
import { vaccines } from '@xlb/shared/vaccines/contract.ts'
import { authenticatorCode } from './authenticator.ts'
import { send } from './call.ts'

/** Each pack is used up once. */
let packs = 0

/** `now`: the product's clock, in milliseconds; the session is one of that moment. */
export async function nurseAtWork(url: string, now: number, key: string) {
  const { totpSecret, tenant } = demoOfficer(key)
  const { ticket } = (
    await send(url, staff.signIn, { body: { username: key, password: DEMO_STAFF_PASSWORD, tenant } })
  ).value()
  const code = authenticatorCode(totpSecret, now)
  const as = { token: (await send(url, staff.confirmSignIn, { body: { ticket, code } })).value().token }
  return {
    checkIn: async (siteId: string, ticketCode: string) =>
      (await send(url, vaccines.checkIn, { params: { siteId }, body: { code: ticketCode } }, as)).value(),
    enterLot: async (siteId: string, product: string, expiry: string) => {
      const body = { product, lotNo: 'J2026A01', maker: '演示生物制品公司', expiry, dosesPerPack: 1, received: 100 }
      return (await send(url, vaccines.enterLot, { params: { siteId }, body }, as)).value()
    },
    vaccinate: async (siteId: string, bookingId: string, lotId: string, version: number) => {
      const body = { lotId, packCode: `8301234567890123${String(packs++).padStart(4, '0')}`, version }
      return (await send(url, vaccines.vaccinate, { params: { siteId, bookingId }, body }, as)).value()
    },
    observe: async (siteId: string, bookingId: string, version: number) => {
      const body = { version, reaction: 'none' as const }
      return (await send(url, vaccines.observe, { params: { siteId, bookingId }, body }, as)).value()
    },
  }
}
