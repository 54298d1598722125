/** Proposes another number for the county, and writes it down once the second person agreed. */
import { fieldMessages } from '@xlb/shared/platform/messages.zh-CN.ts'
import { propose } from '#platform/approvals/approvals.ts'
import type { ApprovalKind } from '#platform/approvals/kind.ts'
import type { StaffCtx } from '#platform/context.ts'
import { AppError, notFound } from '#platform/errors.ts'
import { allSettings, isAllowed, setSetting, settingOf, type Setting } from '#platform/settings/settings.ts'

const KIND = 'operations.change-setting'

export function findSetting(key: string): Setting {
  const found = allSettings().find((one) => one.key === key)
  if (found === undefined) throw notFound()
  return found
}

/** Answers the proposal's id. @throws AppError `input-refused` out of bounds, `setting-unchanged`, `approval-open` */
export async function proposeSetting(ctx: StaffCtx, setting: Setting, value: number): Promise<string> {
  if (!isAllowed(setting, value)) {
    const code = value < setting.min ? 'too-small' : 'too-big'
    throw new AppError('input-refused', {}, [{ path: 'body.value', code, message: fieldMessages[code] ?? '' }])
  }
  const before = await settingOf(ctx, setting)
  if (before === value) throw new AppError('setting-unchanged')
  const row = await propose(ctx, KIND, {
    recordId: setting.key,
    unitCode: ctx.tenant,
    personIds: [],
    data: { key: setting.key, before, value },
  })
  return row._id
}

export const changeSettingKind: ApprovalKind = {
  name: KIND,
  title: '修改本县设定的数值',
  proposeRoles: ['tenant-admin'],
  approveRoles: ['security-admin'],
  lapsesAfterHours: 72,
  emergency: false,
  async apply(ctx, proposal) {
    const [setting, value] = [findSetting(String(proposal.data['key'])), Number(proposal.data['value'])]
    // The bounds are the version's: they may have changed since it was proposed.
    if (!isAllowed(setting, value)) throw new AppError('input-refused')
    await setSetting(ctx, setting, value, { proposal: proposal.id })
  },
  drop: () => Promise.resolve(),
  describe(_ctx, proposal) {
    const { title, unit, source, fallback } = findSetting(String(proposal.data['key']))
    return Promise.resolve([
      { label: '设定', value: title },
      { label: '现在', value: `${String(proposal.data['before'])} ${unit}` },
      { label: '改为', value: `${String(proposal.data['value'])} ${unit}` },
      { label: '依据', value: `${source}（默认 ${String(fallback)} ${unit}）` },
    ])
  },
}
