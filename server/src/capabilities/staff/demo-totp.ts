/** For the demonstration: what an authenticator app would show now. The secrets are published, so production has neither them nor this. */
import { demoStaff } from '@xlb/shared/demo/staff.ts'
import type { House } from '#platform/house.ts'
import { totpAt } from './totp.ts'

/** The command's lines. Its words: `--user NAME`; without it, the code of every demo officer. */
export function demoTotpCommand(house: House, words: readonly string[]): string[] {
  if (house.config.environment.NODE_ENV === 'production') throw new Error('正式环境没有演示账号。')
  const [flag, user] = words
  const wanted = flag === '--user' ? demoStaff.filter((one) => one.key === user) : demoStaff
  if (wanted.length === 0)
    throw new Error(`没有这个演示账号：${user ?? ''}。可用：${demoStaff.map((one) => one.key).join('、')}`)
  return wanted.map(({ key, totpSecret }) => `${key} ${totpAt(totpSecret, house.clock.now())}`)
}
