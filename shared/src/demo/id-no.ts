/** ID numbers of invented people: a right check character, and a sequence that is not given out (000 for her, 999 for him). */
import { idCheckCharacter } from '../platform/id-number.ts'

/** `countyCode` of 6 digits, `birthday` as `YYYY-MM-DD`. One county, day and sex give one number. */
export function demoIdNo(countyCode: string, birthday: string, gender: 'F' | 'M'): string {
  const first17 = `${countyCode}${birthday.replaceAll('-', '')}${gender === 'F' ? '000' : '999'}`
  return first17 + idCheckCharacter(first17)
}
