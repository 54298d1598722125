import type { homeErrors } from './errors.ts'

export const homeMessages: Readonly<Record<keyof typeof homeErrors, string>> = {}
