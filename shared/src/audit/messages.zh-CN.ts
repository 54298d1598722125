import type { auditErrors } from './errors.ts'

export const auditMessages: Readonly<Record<keyof typeof auditErrors, string>> = {}
