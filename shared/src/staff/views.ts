/** What staff endpoints take and give: see contract.ts. */
import * as z from 'zod/mini'
import { idSchema } from '../platform/ids.ts'
import { roles, UNIT_CODE } from '../platform/roles.ts'
import { instantSchema } from '../platform/time.ts'
import { staffStates } from './states.ts'

/** Unique in a county. */
export const usernameSchema = z.string().check(z.regex(/^[a-z][a-z0-9._-]{2,31}$/))
export const unitSchema = z.string().check(z.maxLength(80), z.regex(UNIT_CODE))
/** As typed: judged against the stored one, or by the rules of a new one (422). */
export const passwordSchema = z.string().check(z.minLength(1), z.maxLength(200))
export const codeSchema = z.string().check(z.regex(/^\d{6}$/))
export const recoveryCodeSchema = z.string().check(z.regex(/^[0-9a-z]{5}-[0-9a-z]{5}$/))
export const tokenSchema = z.string().check(z.regex(/^[\w-]{20,200}\.[\w-]{20,200}$/))
/** Seen by residents: letters of any script, no marks that turn or hide text. */
export const displayNameSchema = z.string().check(z.maxLength(80), z.regex(/^[\p{L}\p{N}·（）() -]{1,40}$/u))
const roleSchema = z.enum(roles)
export const grantSchema = z.strictObject({ role: roleSchema, unitCode: unitSchema })

const heldSchema = z.strictObject({
  role: roleSchema,
  /** `窗口人员` */
  roleName: z.string(),
  unitCode: z.string(),
  unitName: z.nullable(z.string()),
})

/** An account as administrators and auditors see it. */
export const staffSchema = z.strictObject({
  id: idSchema('stf'),
  username: z.string(),
  displayName: z.string(),
  state: z.enum(staffStates),
  unitCode: z.string(),
  unitName: z.nullable(z.string()),
  held: z.array(heldSchema),
  /** Whether the officer is known as a resident, so that the system can keep them off their own and their family's matters. */
  linked: z.boolean(),
  /** Raised by each disabling, move, change of roles and reset; a change names the one it was made against. */
  stamp: z.number(),
  createdAt: instantSchema,
  can: z.strictObject({
    move: z.boolean(),
    disable: z.boolean(),
    enable: z.boolean(),
    reset: z.boolean(),
    link: z.boolean(),
    setRoles: z.boolean(),
  }),
})
export type StaffView = z.infer<typeof staffSchema>

/** The signed-in officer. */
export const officerSchema = z.strictObject({
  id: idSchema('stf'),
  username: z.string(),
  displayName: z.string(),
  tenant: z.string(),
  unitCode: z.string(),
  unitName: z.nullable(z.string()),
  held: z.array(heldSchema),
  recoveryCodesLeft: z.number(),
  passwordChangedAt: z.nullable(instantSchema),
  can: z.strictObject({ createStaff: z.boolean(), readStaff: z.boolean(), setRoles: z.boolean() }),
})
export type OfficerView = z.infer<typeof officerSchema>

export const sessionSchema = z.strictObject({
  token: z.string(),
  expiresAt: instantSchema,
  refreshToken: z.string(),
  staff: officerSchema,
})

/** A one-time code to hand over in person; it is shown in this answer and never again. */
const invitationSchema = z.strictObject({ code: z.string(), until: instantSchema })
export const invitedSchema = z.strictObject({ staff: staffSchema, invitation: invitationSchema })

export const staffParams = z.strictObject({ staffId: idSchema('stf') })
const mySessionSchema = z.strictObject({
  id: idSchema('sts'),
  since: instantSchema,
  until: instantSchema,
  current: z.boolean(),
})
export const mySessionsSchema = z.strictObject({ items: z.array(mySessionSchema) })
