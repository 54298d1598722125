/** PERFORMANCE P3: database commands of each route, the platform's included, by the driver's own monitor; equal at 1 and at 100 rows. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { accounts } from '@xlb/shared/accounts/contract.ts'
import { bills as billsContract } from '@xlb/shared/bills/contract.ts'
import { home } from '@xlb/shared/home/contract.ts'
import { messages } from '@xlb/shared/messages/contract.ts'
import { organisations } from '@xlb/shared/organisations/contract.ts'
import { payments } from '@xlb/shared/payments/contract.ts'
import { sessionRows } from '../../server/src/capabilities/accounts/data/sessions.ts'
import { demoId } from '../../server/src/capabilities/accounts/index.ts'
import { bills, type BillRow } from '../../server/src/capabilities/bills/data/bills.ts'
import { utilityAccounts } from '../../server/src/capabilities/bills/data/utility-accounts.ts'
import { inbox } from '../../server/src/capabilities/messages/data/messages.ts'
import { receipts } from '../../server/src/capabilities/payments/data/receipts.ts'
import { newId } from '../../server/src/platform/ids.ts'
import {
  issueBill,
  openOrder,
  openStage,
  orderRow,
  paidBill,
  settleOlder,
  SONGYANG,
  SUICHANG,
  type Opened,
  type Resident,
  type Stage,
} from '../support/builders.ts'
import { newKey, send } from '../support/call.ts'
import { callbackBody, paymentOf, platformSigner, sendCallback, signedHeaders } from '../support/callbacks.ts'
import { commandsOf, tellCommands } from '../support/commands.ts'

let stage: Stage
let one: Resident
let many: Resident

beforeAll(async () => {
  stage = await openStage()
  one = await stage.resident()
  many = await stage.resident()
  for (const who of [one, many]) await paidBill(stage, who)
  await stage.work()
  await multiply(many, 100)
  // Divisions are read once a minute and cost a request nothing.
  await send(stage.url, organisations.counties, {})
})
afterAll(() => stage.stop())

/** A hundred copies of everything this person has. */
async function multiply(who: Resident, times: number): Promise<void> {
  const ctx = stage.ctx()
  const [[bill], [receipt], [message]] = await Promise.all([
    bills.find(ctx, { readers: who.personId }),
    receipts.find(ctx, { personId: who.personId }),
    inbox.find(ctx, { personId: who.personId }),
  ])
  if (bill === undefined || receipt === undefined || message === undefined)
    throw new Error('there is nothing to multiply')
  const copies = Array.from({ length: times }, (_, n) => String(n))
  await bills.insertMissing(
    ctx,
    copies.map((n) => ({ ...bill, _id: newId('bil'), billNo: n, accountCode: `copy-${n}`, orderId: null })),
  )
  for (const account of await utilityAccounts.find(ctx, { _id: bill.utilityAccountId }))
    await utilityAccounts.insertMissing(
      ctx,
      copies.map((n) => ({ ...account, _id: demoId('uac', n), code: `due-${n}` })),
    )
  await bills.insertMissing(
    ctx,
    copies.map((n): BillRow => ({
      ...bill,
      _id: newId('bil'),
      utilityAccountId: demoId('uac', n),
      accountCode: `due-${n}`,
      state: 'ISSUED',
      shelf: 'due',
      orderId: null,
    })),
  )
  await receipts.insertMissing(
    ctx,
    copies.map((n) => ({ ...receipt, _id: newId('rct'), no: `SJ${n}`, orderId: newId('ord') })),
  )
  await inbox.insertMissing(
    ctx,
    copies.map((n) => ({ ...message, _id: newId('msg'), source: n })),
  )
  const [session] = await sessionRows.find(ctx, { personId: who.personId })
  if (session === undefined) throw new Error('nobody is signed in')
  await sessionRows.insertMissing(
    ctx,
    copies.map(() => ({ ...session, _id: newId('ses') })),
  )
}

const SESSION_AND_DATA = ['find', 'find']
const myBill = async (who: Resident, shelf: 'due' | 'done') =>
  (await bills.findOne(stage.ctx(), {
    readers: who.personId,
    shelf,
    orderId: shelf === 'done' ? { $type: 'string' } : null,
  })) ?? (await issueBill(stage, who))

describe('a public read that is cached', () => {
  test('costs no command', async () => {
    expect(await commandsOf(() => send(stage.url, organisations.counties, {}))).toEqual([])
  })
})

describe.each(['1 row', '100 rows'])('an own read at %s', (size) => {
  const who = () => (size === '1 row' ? one : many)

  test.each([
    ['me', () => send(stage.url, accounts.me, {}, who())],
    ['where I am signed in', () => send(stage.url, accounts.logins, {}, who())],
    ['the receipts', () => send(stage.url, payments.receipts, { query: { limit: '50' } }, who())],
    ['the messages', () => send(stage.url, messages.list, { query: { limit: '50' } }, who())],
  ])('costs two commands: %s', async (_what, read) => {
    expect(await commandsOf(read)).toEqual(SESSION_AND_DATA)
  })

  test.each([
    ['the bills that are due', () => send(stage.url, billsContract.list, {}, who())],
    ['those that are done', () => send(stage.url, billsContract.list, { query: { show: 'done', limit: '50' } }, who())],
    ['the accounts', () => send(stage.url, billsContract.accounts, {}, who())],
  ])('costs two commands, each row with who may see it: %s', async (_what, read) => {
    expect(await commandsOf(read)).toEqual(['find', 'aggregate'])
  })

  test('costs two commands: one bill, with its order and with none', async () => {
    for (const shelf of ['due', 'done'] as const) {
      const bill = await myBill(who(), shelf)
      const read = () => send(stage.url, billsContract.get, { params: { billId: bill._id } }, who())
      expect((await read()).value().order === null).toBe(bill.orderId === null)
      expect(await commandsOf(read)).toEqual(['find', 'aggregate'])
    }
  })

  test('costs two commands: one order, one receipt', async () => {
    const bill = await myBill(who(), 'done')
    const orderId = String(bill.orderId)
    expect(await commandsOf(() => send(stage.url, payments.order, { params: { orderId } }, who()))).toEqual(
      SESSION_AND_DATA,
    )
    const { receiptId } = await orderRow(stage, { id: orderId })
    expect(
      await commandsOf(() => send(stage.url, payments.receipt, { params: { receiptId: String(receiptId) } }, who())),
    ).toEqual(SESSION_AND_DATA)
  })

  test('of Home costs the session, the account, and at most one command for each part that a capability hands in', async () => {
    const parts = stage.house.capabilities.flatMap((capability) =>
      [capability.todoCards, capability.frequent, capability.unread].filter((part) => part !== undefined),
    )
    const commands = await commandsOf(() => send(stage.url, home.get, {}, who()))
    // The cards of a first visit cost nothing to somebody whose real name is known.
    expect(commands).toHaveLength(2 + parts.length - 1)
  })

  test('of the search costs the session alone', async () => {
    expect(await commandsOf(() => send(stage.url, home.search, { query: { q: '水费' } }, who()))).toEqual(['find'])
  })
})

describe('what is not mine', () => {
  test('costs the commands of what does not exist', async () => {
    const bill = await myBill(many, 'done')
    const { receiptId } = await orderRow(stage, { id: String(bill.orderId) })
    const looks: [() => Promise<unknown>, () => Promise<unknown>][] = [
      [
        () => send(stage.url, billsContract.get, { params: { billId: bill._id } }, one),
        () => send(stage.url, billsContract.get, { params: { billId: newId('bil') } }, one),
      ],
      [
        () => send(stage.url, payments.order, { params: { orderId: String(bill.orderId) } }, one),
        () => send(stage.url, payments.order, { params: { orderId: newId('ord') } }, one),
      ],
      [
        () => send(stage.url, payments.receipt, { params: { receiptId: String(receiptId) } }, one),
        () => send(stage.url, payments.receipt, { params: { receiptId: newId('rct') } }, one),
      ],
      [
        () => send(stage.url, billsContract.pay, { params: { billId: bill._id }, body: {} }, one),
        () => send(stage.url, billsContract.pay, { params: { billId: newId('bil') }, body: {} }, one),
      ],
    ]
    for (const [theirs, unknown] of looks) expect(await commandsOf(theirs)).toEqual(await commandsOf(unknown))
  })
})

describe('a tap on pay', () => {
  test('costs nine commands, and five when the same tap is sent again, whatever else the person has', async () => {
    for (const who of [one, many]) {
      const bill = await issueBill(stage, who)
      await settleOlder(stage, bill.utilityAccountId, who.tenant, bill._id)
      const extras = { token: who.token, key: newKey() }
      const tap = () => send(stage.url, billsContract.pay, { params: { billId: bill._id }, body: {} }, extras)
      // Session, bill, key; account, bill taken, order, prepay id; key done; the order as it is now.
      expect(await commandsOf(tap)).toHaveLength(9)
      expect(await commandsOf(tap)).toEqual(['find', 'find', 'insert', 'find', 'find'])
    }
  })
})

describe('signing in', () => {
  test('costs at most three commands, the first time included, and none when it is refused', async () => {
    const code = () => stage.world.loginCode(one.phone)
    const signIn = async (tenant: string, client: 'weapp' | 'h5' = 'h5') => {
      const body = { code: await code(), tenant, client }
      return await commandsOf(() => send(stage.url, accounts.signIn, { body }))
    }
    // The account is looked at once more: whoever unbound it meanwhile did not meet the new session.
    expect(await signIn(SUICHANG)).toEqual(['find', 'insert', 'find'])
    expect(await signIn(SONGYANG)).toEqual(['find', 'findAndModify', 'insert'])
    expect(await signIn(SUICHANG, 'weapp')).toEqual(['find', 'insert', 'find'])
    expect(
      await commandsOf(() =>
        send(stage.url, accounts.signIn, { body: { code: '0unknown00', tenant: SUICHANG, client: 'h5' } }),
      ),
    ).toEqual([])
  })
})

describe('a payment’s callback', () => {
  let opened: Opened

  beforeEach(async () => {
    opened = await openOrder(stage, one, await issueBill(stage, one))
  })

  const workCallbacks = async () => {
    const job = stage.house.capabilities
      .flatMap((capability) => capability.jobs ?? [])
      .find((found) => found.name === 'work-callbacks')
    await job?.run(stage.ctx())
  }

  test('costs one command before its answer, and one as well when it is told again; refused it costs none', async () => {
    const signer = platformSigner(stage)
    const body = callbackBody(signer, paymentOf(await orderRow(stage, opened.order)))
    const headers = signedHeaders(stage, signer, body)
    expect(await commandsOf(() => sendCallback(stage, signer, body, headers))).toEqual(['insert'])
    expect(await commandsOf(() => sendCallback(stage, signer, body, headers))).toEqual(['insert'])
    expect(await commandsOf(() => sendCallback(stage, signer, `${body} `, headers))).toEqual([])
    await workCallbacks()
  })

  test('costs the worker six commands until its money is placed, beside the look for what is due', async () => {
    const signer = platformSigner(stage)
    await sendCallback(stage, signer, callbackBody(signer, paymentOf(await orderRow(stage, opened.order))))
    const told = await tellCommands(workCallbacks)
    expect(told[0]).toBe('find providerEvents')
    expect(told.slice(1)).toEqual([
      'find orders',
      'findAndModify orders PAID',
      'findAndModify bills RECEIVED',
      'findAndModify orders POSTING',
      'find bills',
      'findAndModify orders CREDITED',
      // Placed: what follows is the receipt and the callback's own end.
      'findAndModify receipts',
      'findAndModify orders RECEIPTED',
      'findAndModify providerEvents',
    ])
  })
})
