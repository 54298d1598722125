/** Who is signed in. Promises: a session names one account in one county; a signed-out or ended one is refused at the next request. */
import * as z from 'zod/mini'
import { defineEndpoint } from '../platform/endpoint.ts'
import { counterEndpoints } from './counter.ts'
import { idSchema, tenantSchema } from '../platform/ids.ts'
import { instantSchema } from '../platform/time.ts'

export const viewSchema = z.enum(['standard', 'elder'])
export type View = z.infer<typeof viewSchema>

/** The township's counter: the number to call, on every page that can fail. */
export const callSchema = z.strictObject({ office: z.string(), phone: z.string(), hours: z.string() })
export type Call = z.infer<typeof callSchema>

export const meSchema = z.strictObject({
  /** Masked real name (王*兰), null while no real name is known. */
  name: z.nullable(z.string()),
  tenant: z.strictObject({ code: z.string(), name: z.string() }),
  township: z.nullable(z.string()),
  village: z.nullable(z.string()),
  view: viewSchema,
  call: callSchema,
  /** How the real name became known: `source`: the population register said so; `counter`: two officers; null: not yet. */
  verified: z.nullable(z.enum(['source', 'counter'])),
  /** `138****0000`; null while no number is known. */
  phone: z.nullable(z.string()),
})
export type Me = z.infer<typeof meSchema>

const sessionSchema = z.strictObject({
  token: z.string(),
  expiresAt: instantSchema,
  /** Only for H5, which has no silent sign-in; the mini-program repeats `wx.login`. */
  refreshToken: z.nullable(z.string()),
  me: meSchema,
})

/** A telephone number of the mainland as people write it: 11 digits. */
export const phoneNumberSchema = z.string().check(z.regex(/^1\d{10}$/))
/** What a person typed as name or number; judged by `real-name.ts` and `id-number.ts`, with the field named (422). */
const typedSchema = z.string().check(z.maxLength(200))

export type { CounterDocument, CounterDocumentKind } from './counter.ts'

/** A sign-in of mine on a device. */
const loginSchema = z.strictObject({
  id: idSchema('ses'),
  client: z.enum(['weapp', 'h5']),
  since: instantSchema,
  /** This very session. */
  current: z.boolean(),
  /** false: it came through another WeChat account that is bound to the same person. */
  sameWechat: z.boolean(),
})

const codeSchema = z.string().check(z.regex(/^[\w-]{8,128}$/))
const refreshSchema = z.string().check(z.regex(/^[\w-]{20,200}\.[\w-]{20,200}$/))

export const accounts = {
  signIn: defineEndpoint({
    id: 'accounts.signIn',
    method: 'POST',
    path: '/accounts/sessions',
    audience: 'public',
    summary: 'Exchange the code of wx.login for a session in one county',
    body: z.strictObject({
      code: codeSchema,
      tenant: tenantSchema,
      client: z.enum(['weapp', 'h5']),
      /** Version of the service agreement (`dataRights.agreement`) that was shown and agreed to: kept in the consent ledger with this sign-in. */
      agreement: z.optional(z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/))),
    }),
    output: sessionSchema,
    errors: ['login-code-refused', 'login-user-blocked', 'wechat-unreachable', 'county-unknown', 'consent-version-old'],
    limiter: 'sign-in',
    idempotent: false,
  }),
  refresh: defineEndpoint({
    id: 'accounts.refresh',
    method: 'POST',
    path: '/accounts/sessions/refresh',
    audience: 'public',
    summary: 'Rotate the refresh token of an H5 session; the previous one gives the same successor for 60 s',
    body: z.strictObject({ refreshToken: refreshSchema }),
    output: sessionSchema,
    errors: ['session-ended'],
    limiter: 'sign-in',
    idempotent: false,
  }),
  signOut: defineEndpoint({
    id: 'accounts.signOut',
    method: 'DELETE',
    path: '/accounts/sessions/current',
    audience: 'resident',
    summary: 'End this session at once',
    output: z.strictObject({ ended: z.literal(true) }),
    errors: [],
    limiter: 'write',
    idempotent: false,
  }),
  me: defineEndpoint({
    id: 'accounts.me',
    method: 'GET',
    path: '/accounts/me',
    audience: 'resident',
    summary: 'Who is signed in, and which office to call',
    output: meSchema,
    errors: [],
    limiter: 'read',
    idempotent: false,
  }),
  setView: defineEndpoint({
    id: 'accounts.setView',
    method: 'PUT',
    path: '/accounts/me/view',
    audience: 'resident',
    summary: 'Keep the standard or elder view with the account',
    body: z.strictObject({ view: viewSchema }),
    output: meSchema,
    errors: [],
    limiter: 'write',
    idempotent: false,
  }),
  chooseVillage: defineEndpoint({
    id: 'accounts.chooseVillage',
    method: 'PUT',
    path: '/accounts/me/village',
    audience: 'resident',
    summary: 'Choose or change my village within the county: notices follow at once, receipts stay',
    body: z.strictObject({ villageCode: z.string().check(z.regex(/^\d{12}$/)) }),
    output: meSchema,
    errors: ['village-unknown'],
    limiter: 'write',
    idempotent: false,
  }),
  counties: defineEndpoint({
    id: 'accounts.counties',
    method: 'GET',
    path: '/accounts/me/counties',
    audience: 'resident',
    summary: 'The counties in which this WeChat account has a record, the present one marked',
    output: z.strictObject({
      items: z.array(
        z.strictObject({ code: z.string(), name: z.string(), village: z.nullable(z.string()), current: z.boolean() }),
      ),
    }),
    errors: [],
    limiter: 'read',
    idempotent: false,
  }),
  switchCounty: defineEndpoint({
    id: 'accounts.switchCounty',
    method: 'POST',
    path: '/accounts/sessions/switch',
    audience: 'resident',
    summary: 'End this session and open one in another county; the first time makes a record there',
    body: z.strictObject({ tenant: tenantSchema }),
    output: sessionSchema,
    errors: ['county-unknown'],
    limiter: 'sign-in',
    idempotent: false,
  }),
  sendPhoneCode: defineEndpoint({
    id: 'accounts.sendPhoneCode',
    method: 'POST',
    path: '/accounts/me/phone/codes',
    audience: 'resident',
    summary:
      'Send a one-time code of six digits by SMS: 5 an hour and 10 a day for a number; the answer never tells whether the number is known',
    body: z.strictObject({ phone: phoneNumberSchema }),
    output: z.strictObject({ codeId: idSchema('cod'), expiresAt: instantSchema }),
    errors: ['code-limit', 'sms-unreachable'],
    limiter: 'ask',
    idempotent: true,
  }),
  bindPhone: defineEndpoint({
    id: 'accounts.bindPhone',
    method: 'PUT',
    path: '/accounts/me/phone',
    audience: 'resident',
    summary: "Keep my telephone number: by the code of WeChat's getPhoneNumber, or by the SMS code",
    body: z.discriminatedUnion('by', [
      z.strictObject({ by: z.literal('wechat'), code: codeSchema }),
      z.strictObject({ by: z.literal('sms'), codeId: idSchema('cod'), code: z.string().check(z.regex(/^\d{6}$/)) }),
    ]),
    output: meSchema,
    errors: ['code-wrong', 'code-locked', 'phone-code-refused', 'wechat-unreachable'],
    limiter: 'ask',
    idempotent: false,
  }),
  verifyRealName: defineEndpoint({
    id: 'accounts.verifyRealName',
    method: 'POST',
    path: '/accounts/me/real-name',
    audience: 'resident',
    summary:
      'Check name and ID number with the population register and bind this WeChat account to that person; needs the consent `real-name` (data-rights)',
    body: z.strictObject({ name: typedSchema, idNo: typedSchema }),
    output: meSchema,
    errors: [
      'input-refused',
      'consent-needed',
      'real-name-mismatch',
      'real-name-refused',
      'real-name-limit',
      'real-name-already',
      'bureau-unreachable',
    ],
    limiter: 'ask',
    idempotent: true,
  }),
  logins: defineEndpoint({
    id: 'accounts.logins',
    method: 'GET',
    path: '/accounts/me/sessions',
    audience: 'resident',
    summary: 'Where I am signed in: every open session of the person, of this and of other WeChat accounts',
    output: z.strictObject({ items: z.array(loginSchema) }),
    errors: [],
    limiter: 'read',
    idempotent: false,
  }),
  endLogin: defineEndpoint({
    id: 'accounts.endLogin',
    method: 'DELETE',
    path: '/accounts/me/sessions/:sessionId',
    audience: 'resident',
    summary: 'End one session of mine at once',
    params: z.strictObject({ sessionId: idSchema('ses') }),
    output: z.strictObject({ items: z.array(loginSchema) }),
    errors: [],
    limiter: 'write',
    idempotent: false,
  }),
  showCounterCode: defineEndpoint({
    id: 'accounts.showCounterCode',
    method: 'POST',
    path: '/accounts/me/counter-codes',
    audience: 'resident',
    summary:
      'Six digits for the counter, good for 10 minutes and once: the officer types them to bind this WeChat account to the person they identified',
    body: z.strictObject({}),
    output: z.strictObject({ code: z.string(), expiresAt: instantSchema }),
    errors: ['code-limit'],
    limiter: 'ask',
    idempotent: false,
  }),
  ...counterEndpoints,
}
