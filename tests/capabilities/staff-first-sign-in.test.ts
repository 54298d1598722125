/** An officer's first way in: the invitation, the first password, the second factor and its recovery codes. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { staff } from '@xlb/shared/staff/contract.ts'
import { officers } from '../../server/src/capabilities/staff/data/officers.ts'
import { tickets } from '../../server/src/capabilities/staff/data/tickets.ts'
import { SUICHANG, type TestApp } from '../support/app.ts'
import { fieldsOf, looks, send } from '../support/call.ts'
import { watchPlans, type PlanWatch } from '../support/plans.ts'
import { startAppWith } from '../support/seed-only.ts'
import { firstFactor, nextCode, staffToken } from '../support/staff.ts'

let app: TestApp
let plans: PlanWatch

beforeAll(async () => {
  app = await startAppWith(['organisations', 'accounts', 'staff'])
  plans = watchPlans()
})
afterAll(async () => {
  plans.stop()
  await app.stop()
})

const confirm = (ticket: string, code: string) => send(app.url, staff.confirmSignIn, { body: { ticket, code } })
const recover = (ticket: string, recoveryCode: string) =>
  send(app.url, staff.confirmSignIn, { body: { ticket, recoveryCode } })

describe('an invitation, and the first sign-in', () => {
  const password = '回家路上记得买三斤大米呀'
  const first = (username: string, invitation: string, secretWord = password) =>
    send(app.url, staff.setFirstPassword, { body: { tenant: SUICHANG, username, invitation, password: secretWord } })
  const invite = async (username: string) =>
    (
      await send(
        app.url,
        staff.create,
        { body: { username, displayName: '新同事', unitCode: SUICHANG, idNo: null } },
        { token: await staffToken(app, 'suichang-admin') },
      )
    ).value()

  test('a wrong, a foreign, an old and a used invitation are refused alike, and a wrong name too', async () => {
    const { invitation } = await invite('new.one')
    const refused = looks(await first('new.one', 'aaaaa-bbbbb-ccccc-ddddd'))
    expect(refused).toMatchObject({ status: 401, error: { code: 'invitation-refused' } })
    const other = await invite('new.two')
    expect(looks(await first('new.one', other.invitation.code))).toEqual(refused)
    expect(looks(await first('nobody.here', invitation.code))).toEqual(refused)
    expect(looks(await first('suichang-duty', invitation.code))).toEqual(refused)
    expect((await first('new.one', invitation.code)).value()).toEqual({ set: true })
    expect(looks(await first('new.one', invitation.code))).toEqual(refused)
    await app.world.advance(8 * 86_400_000)
    expect(looks(await first('new.two', other.invitation.code))).toEqual(refused)
  })

  test('a weak password is refused with its field, and the invitation stays good', async () => {
    const { invitation } = await invite('new.three')
    for (const [weak, code] of [
      ['short', 'too-small'],
      ['my-new.three-pass', 'not-allowed'],
      ['password1234', 'not-allowed'],
    ] as const) {
      const answer = await first('new.three', invitation.code, weak)
      expect([answer.status, fieldsOf(answer)]).toEqual([422, [`body.password: ${code}`]])
    }
    expect((await first('new.three', invitation.code)).status).toBe(200)
  })

  test('of ten that use one invitation at once one sets the password', async () => {
    const { invitation } = await invite('new.four')
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) => first('new.four', invitation.code, `${password}${n}`)),
    )
    expect(answers.filter((one) => one.status === 200)).toHaveLength(1)
  })

  test('enrols a second factor and shows ten recovery codes once, of which each counts once', async () => {
    const { invitation } = await invite('new.five')
    await first('new.five', invitation.code)
    const begun = (await firstFactor(app, 'new.five', password)).value()
    if (begun.step !== 'enrol') throw new Error('no enrolment was asked for')
    expect(begun.otpauthUrl).toContain(`secret=${begun.secret}`)
    expect((await confirm(begun.ticket, '000000')).code).toBe('second-factor-refused')
    expect((await recover(begun.ticket, 'aaaaa-bbbbb')).code).toBe('second-factor-refused')
    const signedIn = (await confirm(begun.ticket, await nextCode(app, begun.secret))).value()
    const codes = signedIn.recoveryCodes ?? []
    expect(new Set(codes).size).toBe(10)
    expect(signedIn.staff.recoveryCodesLeft).toBe(10)
    const stored = JSON.stringify([await officers.find(app.ctx(), {}), await tickets.find(app.ctx(), {})])
    for (const text of [begun.secret, password, ...codes, invitation.code]) expect(stored).not.toContain(text)

    const again = (await firstFactor(app, 'new.five', password)).value()
    expect(again.step).toBe('totp')
    const used = (await recover(again.ticket, codes[3] ?? '')).value()
    expect([used.staff.recoveryCodesLeft, used.recoveryCodes]).toEqual([9, null])
    const third = (await firstFactor(app, 'new.five', password)).value()
    expect((await recover(third.ticket, codes[3] ?? '')).code).toBe('second-factor-refused')
    expect((await recover(third.ticket, codes[4] ?? '')).status).toBe(200)
  })

  test('two first sign-ins side by side enrol one secret', async () => {
    const { invitation } = await invite('new.six')
    await first('new.six', invitation.code)
    const begun = [
      (await firstFactor(app, 'new.six', password)).value(),
      (await firstFactor(app, 'new.six', password)).value(),
    ]
    const answers = []
    for (const one of begun)
      answers.push((await confirm(one.ticket, await nextCode(app, 'secret' in one ? one.secret : ''))).code)
    expect(answers).toEqual(['', 'ticket-ended'])
  })
})

test('every query of these tests used an index and sorted none in memory', async () => {
  const { checked, findings } = await plans.report()
  expect(checked).toBeGreaterThan(5)
  expect(findings.filter((one) => one.includes(' of staff'))).toEqual([])
})
