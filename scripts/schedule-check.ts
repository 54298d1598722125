/** `npm run schedule:check`: walks the immunisation schedule over awkward birthdays and prints what a clinic has to sign off. */
import { checkSchedule } from '../server/src/capabilities/vaccines/index.ts'

const { days, differences, doses, toSign } = checkSchedule()
const say = (line: string): void => void process.stdout.write(`${line}\n`)
say('请接种门诊逐条核对 / facts to be signed off by the clinic:')
for (const line of doses) say(`  ${line}`)
say('没有核实、签字后才能放号 / not verified, not bookable until signed:')
for (const line of toSign) say(`  ${line}`)
for (const line of differences) say(`  ✗ ${line}`)
say(`${String(days)} first days checked, ${String(differences.length)} differences`)
process.exitCode = differences.length === 0 && days > 0 ? 0 : 1
