/**
 * Unmistakable values go through everything that residents and officers do, also where it fails. Afterwards they are searched for in every log line,
 * error answer, metric, row of every collection and published line: they stand where the list below says so, and nowhere else.
 */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { accounts } from '@xlb/shared/accounts/contract.ts'
import { approvals } from '@xlb/shared/approvals/contract.ts'
import { dataRights } from '@xlb/shared/data-rights/contract.ts'
import { demoIdNo } from '@xlb/shared/demo/id-no.ts'
import { desk } from '@xlb/shared/desk/contract.ts'
import { families } from '@xlb/shared/families/contract.ts'
import { staff } from '@xlb/shared/staff/contract.ts'
import { nativeDb } from '../../server/src/platform/db/connection.ts'
import {
  approve,
  openAccountsStage,
  personIdOf,
  SONGYANG,
  SUICHANG,
  typedOf,
  verify,
  type AccountsStage,
  type Stranger,
} from '../support/accounts-stage.ts'
import { send, sendAny } from '../support/call.ts'
import { keptNow, listenToLog, listenToRefusals, saidIn } from '../support/canaries.ts'
import { A, B, counterOf, idCard } from '../support/counter.ts'
import { fieldsIn } from '../support/json.ts'
import { checked, csvOf, problemsOf, propose, RESIDENT_TITLES, uploaded, VILLAGE, written } from '../support/imports.ts'
import { nextCode, staffToken } from '../support/staff.ts'

/** By what it is; what the house itself made up (codes, secrets) comes in on the way. */
const canaries = new Map<string, string>(
  Object.entries({
    'wrong name': '金丝雀甲',
    'passport name': 'Canary Yellowbird',
    'passport number': 'EJ7654329',
    'refused name': '金丝雀乙',
    'refused number': 'EJ1234567',
    'refusal reason': '金丝雀说证件照片对不上',
    'child name': '金小雀',
    'child number': demoIdNo(SUICHANG, '2019-08-17', 'F'),
    'refused child name': '金小鹂',
    'refused child number': demoIdNo(SUICHANG, '2018-02-11', 'M'),
    'list title': '金丝雀名单',
    'listed name': '金大雀',
    'listed number': demoIdNo(SUICHANG, '1971-06-19', 'M'),
    'bad cell': '金丝雀村',
    'dropped name': '金老雀',
    'dropped number': demoIdNo(SUICHANG, '1961-06-19', 'F'),
    'officer name': '金丝雀干事',
    username: 'canary.officer',
    password: '金丝雀飞过三座青山又飞回来',
    'wrong password': '金丝雀没有飞过三座青山呀',
    'other phone': '10077665544',
    'own field': 'jinsique',
  }),
)

/** Where one may stand in the database, and why. Everything is looked for in both directions: what is not found any more goes from the list. */
const allowed: Readonly<Record<string, string>> = {
  'accounts.openid: own openid': 'what WeChat calls the phone: accounts are found by it',
  'sessions.openid: own openid': 'a session repeats its account’s',
  'persons.name: own name': 'a person’s record; counters and letters need the name',
  'persons.name: passport name': 'two officers entered this person',
  'persons.name: child name': 'two officers entered this child',
  'persons.name: listed name': 'two officers agreed to the list',
  'staff.displayName: officer name': 'officers act under their name',
  'staff.username: username': 'what the officer signs in with',
}

let stage: AccountsStage
let guest: Stranger
let lines: readonly string[]
let refusals: ReturnType<typeof listenToRefusals>
const found = new Set<string>()

/** Bills are not looked at here: their feeds bring owners’ names along, which their own tests follow. */
const jobsOfPeople = (): string[] => {
  const people = stage.house.capabilities.filter(({ name }) => name !== 'bills' && name !== 'payments')
  return ['publish-audit-head', ...people.flatMap(({ jobs }) => jobs ?? []).map(({ name }) => name)]
}

const of = (what: string): string => canaries.get(what) ?? ''
const keep = (what: string, value: string): string => {
  expect([what, value.length > 5]).toEqual([what, true])
  canaries.set(what, value)
  return value
}

beforeAll(async () => {
  stage = await openAccountsStage()
  lines = listenToLog(stage)
  refusals = listenToRefusals(stage)
  guest = await stage.stranger('wang-xiulan')
  for (const what of ['name', 'idNo', 'phone', 'openid'] as const) canaries.set(`own ${what}`, guest.person[what])
  await identity()
  await lookAround()
  await counter()
  await children()
  await list()
  await office()
  await lookAround()
  await stage.work(jobsOfPeople())
  await lookAround()
}, 120_000)
afterAll(async () => {
  refusals.stop()
  await stage.stop()
})

/** Telephone, real name, consent and codes, each also wrongly and while others are down. */
async function identity(): Promise<void> {
  const { token, person } = guest
  const sendTo = (phone: string) => send(stage.url, accounts.sendPhoneCode, { body: { phone } }, { token })
  const { codeId } = (await sendTo(person.phone)).value()
  const text = (await stage.texts()).findLast((one) => one['to'] === person.phone)
  const code = keep('SMS code', String(fieldsIn(text?.['params'])['code']))
  const bind = (digits: string) =>
    sendAny(stage.url, accounts.bindPhone, { body: { by: 'sms', codeId, code: digits } }, { token })
  expect((await bind(code === '000000' ? '000001' : '000000')).status).toBe(422)
  expect((await bind(`${code}${code}`)).status).toBe(400)
  expect((await bind(code)).status).toBe(200)
  await stage.world.fault('sms.down')
  expect((await sendTo(of('other phone'))).status).toBe(503)
  expect((await verify(stage, token, { name: of('wrong name'), idNo: person.idNo })).status).toBe(409)
  expect((await verify(stage, token, { name: of('wrong name'), idNo: `${person.idNo}1` })).status).toBe(422)
  await stage.world.fault('bureau.garbled')
  expect((await verify(stage, token, typedOf(person))).status).toBe(503)
  await stage.world.clearFaults()
  const strange = { ...typedOf(person), [of('own field')]: of('other phone') }
  expect((await sendAny(stage.url, accounts.verifyRealName, { body: strange }, { token })).status).toBe(400)
  expect((await verify(stage, token, typedOf(person))).status).toBe(200)
}

const officer = async (key: string) => ({ token: await staffToken(stage, key) })

async function refuse(approvalId: string, key: string): Promise<void> {
  const asked = { params: { approvalId }, body: { reason: of('refusal reason') } }
  expect((await send(stage.url, approvals.refuse, asked, await officer(key))).status).toBe(200)
}

/** Two officers, a case, a code; one person entered, one refused, one that could not be written, and one looked for. */
async function counter(): Promise<void> {
  const act = counterOf(stage)
  const other = await stage.stranger('he-weijun')
  const counterCode = keep('counter code', (await act.show(other.token)).value().code)
  const enter = async (name: string, number: string, code: string | null = null) => {
    const document = { kind: 'passport' as const, number, birthday: '1983-05-01' }
    return await act.enter({ caseNo: await stage.openCase(A), name, document, counterCode: code })
  }
  const stands = (await enter(of('passport name'), of('passport number'), counterCode)).value()
  expect((await approve(stage, B, stands.approvalId)).value().state).toBe('DONE')
  const falls = (await enter(of('refused name'), of('refused number'))).value()
  await lookAround()
  await send(stage.url, approvals.show, { params: { approvalId: falls.approvalId } }, await officer(B))
  await refuse(falls.approvalId, B)
  expect((await enter(of('wrong name'), of('refused number'), counterCode)).status).toBe(422)
  for (const name of ['counterEntries', 'looks']) await nativeDb().command({ collMod: name, validator: { never: 1 } })
  expect((await enter(of('wrong name'), of('refused number'))).status).toBe(500)
  const caseNo = await stage.openCase(A)
  expect((await act.find(caseNo, guest.person)).status).toBe(500)
  for (const name of ['counterEntries', 'looks']) await nativeDb().command({ collMod: name, validator: {} })
  expect((await act.find(caseNo, { ...typedOf(guest.person), name: of('wrong name') })).status).toBe(404)
  expect((await act.find(caseNo, guest.person)).status).toBe(200)
  const wrong = { caseNo, name: of('wrong name'), document: idCard(`${guest.person.idNo}9`) }
  expect((await act.enter(wrong)).status).toBe(422)
}

/** A guardianship on paper: one agreed to, one refused; and a miss online. */
async function children(): Promise<void> {
  const guardianId = personIdOf('lei-aijuan')
  const enter = async (name: string, idNo: string) => {
    const body = { unitCode: SUICHANG, kind: 'guardianship' as const, personId: guardianId }
    const by = await officer('suichang-counter-a')
    const { caseNo } = (await send(stage.url, desk.open, { body }, by)).value()
    const paper = { relation: 'other' as const, paper: 'court' as const, since: '2024-01-01', until: null }
    const asked = { caseNo, guardianId, child: { name, idNo }, ...paper }
    return (await send(stage.url, families.counterEnter, { body: asked }, by)).value().approvalId
  }
  const [stands, falls] = [
    await enter(of('child name'), of('child number')),
    await enter(of('refused child name'), of('refused child number')),
  ]
  await lookAround()
  expect((await approve(stage, 'suichang-counter-b', stands)).value().state).toBe('DONE')
  await refuse(falls, 'suichang-counter-b')
}

/** A table with a good row, a bad one, and another table that is dropped after it was read. */
async function list(): Promise<void> {
  const { token } = await officer('suichang-admin')
  const rows = [
    [of('listed name'), of('listed number'), VILLAGE],
    [of('wrong name'), `${of('listed number')}7`, of('bad cell')],
  ]
  const view = await checked(stage, token, csvOf([RESIDENT_TITLES, ...rows]), { name: of('list title') })
  await lookAround()
  expect(await problemsOf(stage, token, view.id)).not.toEqual([])
  await written(stage, token, (await officer('suichang-security')).token, view.id)
  const dropped = csvOf([RESIDENT_TITLES, [of('dropped name'), of('dropped number'), VILLAGE]])
  await uploaded(stage, token, dropped)
  await lookAround()
  const second = await checked(stage, token, dropped)
  await refuse((await propose(stage, token, second.id)).approvalId ?? '', 'suichang-security')
}

/** A new officer's invitation, password, secret, recovery codes and tokens; and what fails of each. */
async function office(): Promise<void> {
  const [username, password] = [of('username'), of('password')]
  const fresh = { username, displayName: of('officer name'), unitCode: SUICHANG, idNo: null }
  const made = (await send(stage.url, staff.create, { body: fresh }, await officer('suichang-admin'))).value()
  const invitation = keep('invitation', made.invitation.code)
  const set = (secret: string) =>
    send(stage.url, staff.setFirstPassword, { body: { tenant: SUICHANG, username, invitation, password: secret } })
  expect((await set('canary')).status).toBe(422)
  expect((await set(password)).status).toBe(200)
  const first = (secret: string) =>
    send(stage.url, staff.signIn, { body: { username, password: secret, tenant: SUICHANG } })
  expect((await first(of('wrong password'))).status).toBe(401)
  const begun = (await first(password)).value()
  if (begun.step !== 'enrol') throw new Error('no second factor was enrolled')
  const secret = keep('TOTP secret', begun.secret)
  const ticket = keep('ticket', begun.ticket)
  await lookAround()
  const confirm = (code: string) => send(stage.url, staff.confirmSignIn, { body: { ticket, code } })
  expect((await confirm('000000')).status).toBe(401)
  const signedIn = (await confirm(await nextCode(stage, secret))).value()
  for (const code of signedIn.recoveryCodes ?? []) keep(`recovery code ${code.slice(0, 1)}`, code)
  keep('token', signedIn.token)
  keep('refresh token', signedIn.refreshToken)
}

/** Looks through every row as it stands at this moment. */
async function lookAround(): Promise<void> {
  for (const one of await keptNow(canaries)) found.add(one)
}

test('in the database they stand where the list says why, and nowhere else', () => {
  expect([...found].sort()).toEqual(Object.keys(allowed).sort())
})

test('no log line says one, of what went well and of what broke', () => {
  const log = lines.join('')
  for (const line of ['request failed', 'an import went on', 'accounts.verifyRealName']) expect(log).toContain(line)
  expect(saidIn(log, canaries)).toEqual([])
})

test('no error answer says one', () => {
  expect(new Set(refusals.texts.map((text) => /"code":"([^"]+)"/.exec(text)?.[1])).size).toBeGreaterThan(8)
  // An unknown field is named to whoever sent it; the log has no such name.
  expect(saidIn(refusals.texts.join(''), canaries)).toEqual(['own field'])
})

test('no metric and no line published outside the database says one', async () => {
  const metrics = await stage.house.metrics.registry.metrics()
  expect(metrics).toContain('accounts.verifyRealName')
  const heads = readFileSync(stage.house.config.environment.AUDIT_HEADS_FILE, 'utf8')
  expect(heads).toContain(SONGYANG)
  expect(saidIn(metrics + heads, canaries)).toEqual([])
})

test('a copy of one’s data holds one’s own and nobody else’s', async () => {
  const copyOf = async (key: string, tenant: string) => {
    const token = await stage.signIn(key, tenant)
    return JSON.stringify((await send(stage.url, dataRights.exportOwn, { body: {} }, { token })).value().sections)
  }
  expect(saidIn(await copyOf('wang-xiulan', SONGYANG), canaries).sort()).toEqual(['own idNo', 'own name', 'own phone'])
  expect(saidIn(await copyOf('lei-aijuan', SUICHANG), canaries)).toEqual([])
})
