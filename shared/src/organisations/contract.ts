/**
 * Counties, townships and villages: public facts about who serves whom; and what a county hangs below them: departments, schools, classes.
 * Promises that a code never changes its meaning, and that a closed unit keeps its name.
 */
import * as z from 'zod/mini'
import { defineEndpoint } from '../platform/endpoint.ts'
import { tenantSchema } from '../platform/ids.ts'
import { pageOf, pageQuery } from '../platform/paging.ts'
import { UNIT_CODE, unitLevels } from '../platform/roles.ts'
import { instantSchema } from '../platform/time.ts'
import { unitStates } from './states.ts'

export const unitCodeSchema = z.string().check(z.maxLength(60), z.regex(UNIT_CODE))

/** Whom to call: a telephone number as people write it (`0578-800 0010`, `12345`), and open hours in words. */
export const officeCallSchema = z.strictObject({
  office: z.string().check(z.minLength(2), z.maxLength(40)),
  phone: z.string().check(z.regex(/^\d[\d -]{3,18}\d$/)),
  hours: z.string().check(z.minLength(2), z.maxLength(40)),
})

/** 1–6 primary, 7–9 junior, 10–12 senior. */
export const gradeSchema = z.int().check(z.gte(1), z.lte(12))
const classNumberSchema = z.int().check(z.gte(1), z.lte(60))

export const unitSchema = z.strictObject({
  code: unitCodeSchema,
  level: z.enum(unitLevels),
  name: z.string(),
  parent: z.nullable(unitCodeSchema),
  /** The township in which a school lies; null where it does not matter. */
  townshipCode: z.nullable(unitCodeSchema),
  state: z.enum(unitStates),
  closedAt: z.nullable(instantSchema),
  call: z.nullable(z.strictObject({ office: z.string(), phone: z.string(), hours: z.string() })),
  /** Of a class: `grade` is the one of this school year; it goes up by itself every September (13 and more: left school). */
  schoolClass: z.nullable(z.strictObject({ grade: z.int(), number: z.int() })),
  can: z.strictObject({ rename: z.boolean(), close: z.boolean(), setCall: z.boolean() }),
})
export type Unit = z.infer<typeof unitSchema>

const nameSchema = z.string().check(z.minLength(2), z.maxLength(40), z.regex(/^[\p{Script=Han}A-Za-z0-9（）()·]+$/u))
const codeParams = z.strictObject({ code: unitCodeSchema })

export const organisations = {
  counties: defineEndpoint({
    id: 'organisations.counties',
    method: 'GET',
    path: '/counties',
    audience: 'public',
    summary: 'The counties that are open, for the first sign-in',
    output: z.strictObject({
      items: z.array(
        z.strictObject({ code: z.string(), name: z.string(), city: z.string(), phone: z.string(), hours: z.string() }),
      ),
    }),
    errors: [],
    limiter: 'public',
    idempotent: false,
    cacheSeconds: 300,
  }),
  places: defineEndpoint({
    id: 'organisations.places',
    method: 'GET',
    path: '/counties/:tenant/places',
    audience: 'public',
    summary: 'Townships of a county with their villages and communities, in the order of their codes',
    params: z.strictObject({ tenant: tenantSchema }),
    output: z.strictObject({
      townships: z.array(
        z.strictObject({
          code: z.string(),
          name: z.string(),
          villages: z.array(z.strictObject({ code: z.string(), name: z.string() })),
        }),
      ),
    }),
    errors: ['county-unknown'],
    limiter: 'public',
    idempotent: false,
    cacheSeconds: 300,
  }),
  units: defineEndpoint({
    id: 'organisations.units',
    method: 'GET',
    path: '/units',
    audience: 'staff',
    roles: 'signed-in',
    summary: 'Units directly below one (the county, when none is named), in the order of their codes',
    query: z.strictObject({
      below: z.optional(unitCodeSchema),
      level: z.optional(z.enum(unitLevels)),
      /** `all`: the closed ones too. */
      show: z.optional(z.enum(['open', 'all'])),
      ...pageQuery,
    }),
    output: pageOf(unitSchema),
    errors: [],
    limiter: 'read',
    idempotent: false,
  }),
  addUnit: defineEndpoint({
    id: 'organisations.addUnit',
    method: 'POST',
    path: '/units',
    audience: 'staff',
    roles: ['tenant-admin'],
    summary: 'Add a department below the county or a township, a school below a department, or a class below a school',
    body: z.discriminatedUnion('level', [
      z.strictObject({
        level: z.literal('department'),
        parent: unitCodeSchema,
        /** Becomes the end of the code: `331123` + `health` → `331123-health`. It never changes. */
        short: z.string().check(z.regex(/^[a-z0-9]{1,20}$/)),
        name: nameSchema,
      }),
      z.strictObject({
        level: z.literal('school'),
        parent: unitCodeSchema,
        short: z.string().check(z.regex(/^[a-z0-9]{1,20}$/)),
        name: nameSchema,
        townshipCode: unitCodeSchema,
      }),
      z.strictObject({
        level: z.literal('class'),
        parent: unitCodeSchema,
        /** Of this school year. */
        grade: gradeSchema,
        number: classNumberSchema,
      }),
    ]),
    output: unitSchema,
    errors: ['unit-exists', 'unit-closed', 'input-refused', 'out-of-scope'],
    limiter: 'write',
    idempotent: true,
  }),
  renameUnit: defineEndpoint({
    id: 'organisations.renameUnit',
    method: 'POST',
    path: '/units/:code/rename',
    audience: 'staff',
    roles: ['tenant-admin'],
    summary: 'Give a department, school or class another name; its code stays',
    params: codeParams,
    body: z.strictObject({ name: nameSchema }),
    output: unitSchema,
    errors: ['unit-fixed', 'unit-closed', 'out-of-scope', 'changed-meanwhile'],
    limiter: 'write',
    idempotent: true,
  }),
  closeUnit: defineEndpoint({
    id: 'organisations.closeUnit',
    method: 'POST',
    path: '/units/:code/close',
    audience: 'staff',
    roles: ['tenant-admin'],
    summary: 'Close a department, school or class with nothing open below it; it stays readable',
    params: codeParams,
    body: z.strictObject({}),
    output: unitSchema,
    errors: ['unit-fixed', 'unit-closed', 'unit-in-use', 'out-of-scope', 'changed-meanwhile'],
    limiter: 'write',
    idempotent: true,
  }),
  setCall: defineEndpoint({
    id: 'organisations.setCall',
    method: 'POST',
    path: '/units/:code/call',
    audience: 'staff',
    roles: ['tenant-admin'],
    summary: 'Whom people call and when: of the county, a township, a department or a school',
    params: codeParams,
    body: officeCallSchema,
    output: unitSchema,
    errors: ['unit-without-call', 'unit-closed', 'out-of-scope', 'changed-meanwhile'],
    limiter: 'write',
    idempotent: true,
  }),
}
