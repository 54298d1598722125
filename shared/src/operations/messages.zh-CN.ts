import type { operationsErrors } from './errors.ts'
import type { AlarmState } from './states.ts'

export const operationsMessages: Readonly<Record<keyof typeof operationsErrors, string>> = {
  'alarm-done': '这条告警已经办结，再发生会另开一条。',
  'setting-unchanged': '现在就是这个数值，不用改。',
}

export const alarmStateWords: Readonly<Record<AlarmState, { standard: string; elder: string }>> = {
  OPEN: { standard: '未看', elder: '还没看' },
  SEEN: { standard: '处理中', elder: '正在处理' },
  DONE: { standard: '已办结', elder: '办好了' },
}
