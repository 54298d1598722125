import type { InputOf } from '@xlb/shared/platform/endpoint.ts'
import type { organisations } from '@xlb/shared/organisations/contract.ts'
import { fieldMessages } from '@xlb/shared/platform/messages.zh-CN.ts'
import { UNIT_CODE, type UnitLevel } from '@xlb/shared/platform/roles.ts'
import { dayOf } from '@xlb/shared/platform/time.ts'
import type { Ctx, StaffCtx } from '#platform/context.ts'
import { isDuplicateKey } from '#platform/db/proof.ts'
import { createRecord } from '#platform/db/record.ts'
import { AppError } from '#platform/errors.ts'
import { units, type UnitRow } from '../data/units.ts'
import { beganOf, classCode, cohortName } from '../domain/school-year.ts'
import { loadUnit, refuseClosed } from './load-unit.ts'
import { forgetUnits } from './read-places.ts'

type Wish = InputOf<typeof organisations.addUnit>['body']

const PARENTS: Readonly<Record<Wish['level'], readonly UnitLevel[]>> = {
  department: ['county', 'township'],
  school: ['department'],
  class: ['school'],
}

function refuseField(path: string): never {
  throw new AppError('input-refused', {}, [{ path, code: 'not-allowed', message: fieldMessages['not-allowed'] ?? '' }])
}

/** The unit below which it shall hang, which must be open and of the right level. */
export async function loadParent(ctx: StaffCtx, wish: Wish): Promise<UnitRow> {
  const parent = await loadUnit(ctx, wish.parent)
  if (!PARENTS[wish.level].includes(parent.level)) refuseField('body.parent')
  refuseClosed(parent)
  if (wish.level === 'school' && (await units.findOne(ctx, { _id: wish.townshipCode }))?.level !== 'township')
    refuseField('body.townshipCode')
  return parent
}

/** Answers the new unit's code. */
export async function addUnit(ctx: Ctx, parent: UnitRow, wish: Wish): Promise<string> {
  const row = unitFrom(ctx, parent, wish)
  if (!UNIT_CODE.test(row._id)) refuseField('body.parent')
  try {
    await createRecord(ctx, units, row, {
      act: 'organisations.add-unit',
      note: { level: row.level, parent: parent._id },
    })
  } catch (error) {
    if (isDuplicateKey(error)) throw new AppError('unit-exists')
    throw error
  } finally {
    forgetUnits(ctx)
  }
  return row._id
}

function unitFrom(ctx: Ctx, parent: UnitRow, wish: Wish): Omit<UnitRow, 'version' | 'pending'> {
  const base = {
    tenant: ctx.tenant,
    state: 'OPEN' as const,
    level: wish.level,
    parent: parent._id,
    city: null,
    call: null,
    source: 'tenant-admin',
  }
  if (wish.level === 'class') return { ...base, ...classFields(parent._id, wish.grade, wish.number, today(ctx)) }
  const own = wish.level === 'school' ? { townshipCode: wish.townshipCode } : {}
  return { ...base, ...own, _id: `${parent._id}-${wish.short}`, name: wish.name }
}

const today = (ctx: Ctx): string => dayOf(ctx.clock.now())

/** What makes a class the class it is, from the grade it is in on this day. */
export function classFields(school: string, grade: number, number: number, day: string) {
  const began = beganOf(grade, day)
  return { _id: classCode(school, began, number), name: cohortName(began, number), began, number }
}
