/** `POST /registry/reports`: a clinic reports a dose, once under its number; the same dose from somebody else counts once too. */
import * as z from 'zod'
import { badBody, refuse } from '../platform/client-signature.ts'
import { json, jsonOf, type Answer, type Asked } from '../platform/http.ts'
import type { World } from '../state.ts'
import { digest, dosesOf, nowOf, personOf, putDose, sameDose, wrongIn } from './books.ts'
import { garbled, idNoSchema, numberSchema } from './histories.ts'
import type { Report } from './records.ts'

const reportSchema = z.strictObject({
  reportNo: numberSchema,
  idNo: idNoSchema,
  product: z.string().min(1).max(32),
  day: z.iso.date(),
  lot: z.string().min(1).max(64),
  siteName: z.string().min(1).max(100),
  siteCode: z.string().min(1).max(64),
  /** Numbers under which this dose was reported before it was corrected: what they brought is no dose any more. */
  replaces: z.array(numberSchema).max(50),
})
type Reporting = z.infer<typeof reportSchema>

const fingerprintOf = ({ reportNo: _reportNo, ...content }: Reporting): string =>
  digest(JSON.stringify(Object.entries(content).sort()))

function again(world: World, before: Report, body: Reporting): Answer {
  const { reportNo, doseId, fingerprint } = before
  if (fingerprint !== fingerprintOf(body)) return refuse(409, 'REPORT_NO_REUSED', '上报号已用于别的接种记录')
  world.registryReports.put(reportNo, { ...before, asked: before.asked + 1 })
  return json(200, { reportNo, result: 'duplicate-report', doseId })
}

/** Only what a report of the same person brought is taken out; what the registry had of its own stays. A number that comes later is known by then. */
function takeOut(world: World, idNo: string, numbers: readonly string[]): void {
  for (const dose of dosesOf(world, idNo)) if (numbers.includes(dose.source)) world.registryDoses.remove(dose.id)
}

const wasReplaced = (world: World, reportNo: string): boolean =>
  world.registryReports.all().some((one) => one.replaces.includes(reportNo))

function judge(world: World, body: Reporting): Answer {
  const { reportNo, idNo, product, day, lot, siteName, siteCode, replaces } = body
  const before = world.registryReports.get(reportNo)
  if (before !== undefined) return again(world, before, body)
  const person = personOf(world, idNo)
  if (person === undefined) return refuse(422, 'ID_NUMBER_INVALID', '身份证号不对')
  const wrong = wrongIn(world, person, body)
  if (wrong !== null) return refuse(422, ...wrong)
  if (wasReplaced(world, reportNo)) return refuse(409, 'REPORT_REPLACED', '这个上报号已经更正，用了新的上报号')
  takeOut(world, person.idNo, replaces)
  const known = sameDose(world, person.idNo, body)
  const doseId = known?.id ?? putDose(world, person, { product, day, lot, siteName, siteCode, source: reportNo }).id
  const result = known === undefined ? 'accepted' : 'same-dose'
  const fingerprint = fingerprintOf(body)
  world.registryReports.put(reportNo, { reportNo, fingerprint, result, doseId, replaces, at: nowOf(world), asked: 1 })
  return json(200, { reportNo, result, doseId })
}

/** The report is taken all the same where its answer is garbled: whoever asks again hears that it was. */
export function takeReport(world: World, asked: Asked): Answer {
  const parsed = reportSchema.safeParse(jsonOf(asked.raw))
  if (!parsed.success) return badBody(parsed.error.issues)
  const answer = judge(world, parsed.data)
  return world.faults.take('registry.garbled') ? garbled : answer
}
