/** The bureau's two questions. The request number decides: the same one again answers the same, with another question it is refused. */
import { createHash } from 'node:crypto'
import * as z from 'zod'
import { dayOf } from '@xlb/shared/platform/time.ts'
import { badBody, refuse } from '../platform/client-signature.ts'
import { json, jsonOf, type Answer, type Asked } from '../platform/http.ts'
import type { World } from '../state.ts'
import type { Check } from './records.ts'
import { judgeGuardianship, judgeRealName } from './register.ts'

const requestNo = z.string().regex(/^[\w-]{6,64}$/)
const idNo = z.string().min(1).max(32)
const realNameSchema = z.strictObject({ requestNo, name: z.string().min(1).max(100), idNo })
const guardianshipSchema = z.strictObject({ requestNo, guardianIdNo: idNo, childIdNo: idNo })

type Judge<B> = (body: B, at: { readonly requestNo: string; readonly checkedAt: string }) => Check['answer']

function answerTo<B extends { requestNo: string }>(
  world: World,
  kind: Check['kind'],
  parsed: z.ZodSafeParseResult<B>,
  judge: Judge<B>,
): Answer {
  if (!parsed.success) return badBody(parsed.error.issues)
  const body = parsed.data
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([kind, body]))
    .digest('hex')
  const before = world.checks.get(body.requestNo)
  if (before !== undefined && before.fingerprint !== fingerprint)
    return refuse(409, 'REQUEST_NO_REUSED', '请求号已用于别的核验')
  const answer =
    before?.answer ?? judge(body, { requestNo: body.requestNo, checkedAt: new Date(world.clock.now()).toISOString() })
  world.checks.put(body.requestNo, { kind, fingerprint, answer, asked: (before?.asked ?? 0) + 1 })
  return json(200, answer)
}

function faultyResult(world: World, honest: ReturnType<typeof judgeRealName>): ReturnType<typeof judgeRealName> {
  if (honest === 'match' && world.faults.take('bureau.mismatch')) return 'mismatch'
  return world.faults.take('bureau.deceased') ? 'deceased' : honest
}

/** A body that is no JSON, with status 200: a page of the office's web server in place of the answer. */
const garbled: Answer = {
  status: 200,
  headers: { 'Content-Type': 'text/html; charset=utf-8' },
  body: '<html><body>系统升级',
}

/** `POST /bureau/realname/check` */
export function checkRealName(world: World, asked: Asked): Answer {
  if (world.faults.take('bureau.garbled')) return garbled
  return answerTo(world, 'realname', realNameSchema.safeParse(jsonOf(asked.raw)), (body, at) => ({
    ...at,
    result: faultyResult(world, judgeRealName(body.name, body.idNo)),
  }))
}

/** `POST /bureau/guardianships/check` */
export function checkGuardianship(world: World, asked: Asked): Answer {
  if (world.faults.take('bureau.garbled')) return garbled
  return answerTo(world, 'guardianship', guardianshipSchema.safeParse(jsonOf(asked.raw)), (body, at) => ({
    ...at,
    ...judgeGuardianship(body.guardianIdNo, body.childIdNo, dayOf(at.checkedAt)),
  }))
}
