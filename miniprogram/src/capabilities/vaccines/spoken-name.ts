import { timeWords } from './strings.zh-CN.ts'

/** A masked name as it can be spoken: 王*兰 is 王某兰. */
export const spokenName = (name: string): string => name.replace(/\*+/g, timeWords.someone)
