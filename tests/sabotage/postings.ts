/** Promises about the companies: each has its own merchant, and what is told to one is told and booked once. */
import { among, BILLS, PAYMENTS, type Kept } from './faults.ts'

const power = among('bills-power')
const gas = among('bills-gas')
const night = power('a payment waits as received until the night, goes out in one file, and is credited by its result')
const refusedFile = (what: string) =>
  power(
    `the files of a night ${what}: nothing of it is taken, somebody is told, and the right one under the next number is`,
  )
const takenOnce = power('the files of a night read by two workers at once are each remembered, once')
const job = gas('the money is received while the job runs, and credited when it is done: one posting')

export const postingPromises: readonly Kept[] = [
  {
    promise: 'each utility is paid to its own merchant',
    faults: [
      {
        what: 'any merchant of the county',
        file: `${PAYMENTS}/providers/wechat-pay.ts`,
        find: 'host.merchants.find((one) => one.tenant === tenant && one.utility === utility)',
        replace: 'host.merchants.find((one) => one.tenant === tenant && utility.length > 0)',
        red: job,
      },
      {
        what: 'water’s merchant for all',
        file: `${PAYMENTS}/acts/open-order.ts`,
        find: 'ctx.port(payProvider).merchant(ctx.tenant, wish.utility)',
        replace: "ctx.port(payProvider).merchant(ctx.tenant, 'water')",
        red: night,
      },
    ],
  },
  {
    promise: 'a night’s file is taken once, whole and right; ours goes out once',
    faults: [
      {
        what: 'its sum is not compared',
        file: `${BILLS}/domain/power-file.ts`,
        find: "return tail[2] === String(sumOf(kind, rows)) ? { rows } : { problem: 'wrong-sum' }",
        replace: 'void sumOf\n  return { rows }',
        red: refusedFile('whose sum is wrong'),
      },
      {
        what: 'nobody is told of a refused one',
        file: `${BILLS}/providers/power.ts`,
        find: "await raiseAlarm(ctx, { kind: 'utility-file-broken', recordId: file.name, data: { problem: read.problem } })",
        replace: 'void raiseAlarm',
        red: refusedFile('with a broken line'),
      },
      {
        what: 'what was taken is not remembered',
        file: `${BILLS}/providers/power.ts`,
        find: "await remember(ctx, file, 'TAKEN', null)",
        replace: '',
        red: takenOnce,
      },
      {
        what: 'unique index name dropped: remembered twice',
        file: `${BILLS}/data/utility-files.ts`,
        find: "{ name: 'name', fields: { tenant: 1, utility: 1, name: 1 }, unique: true }",
        replace: "{ name: 'name', fields: { tenant: 1, utility: 1, name: 1 } }",
        red: takenOnce,
      },
      {
        what: 'what went out stays in the queue',
        file: `${BILLS}/providers/power-hand-in.ts`,
        find: "update: { $set: { state: 'ASKED', file: name } },",
        replace: 'update: { $set: { file: name } },',
        red: night,
      },
      {
        what: 'the night is not awaited',
        file: `${BILLS}/providers/power-hand-in.ts`,
        find: "state: 'QUEUED', queuedAt: { $lt: new Date(slot.at).toISOString() } },",
        replace: "state: 'QUEUED' },",
        red: night,
      },
    ],
  },
  {
    promise: 'a job of the gas company is posted once',
    faults: [
      {
        what: 'sent again, not asked about',
        file: `${BILLS}/providers/gas.ts`,
        find: "return row.state === 'QUEUED' ? await submit(ctx, http, row) : await poll(ctx, http, row)",
        replace: 'void poll\n        return await submit(ctx, http, row)',
        red: job,
      },
      {
        what: 'a lost job is sent anew',
        file: `${BILLS}/providers/gas.ts`,
        find: '?? (await http.get(`/postings/${row.postingNo}`, jobSchema))',
        replace: '?? null',
        red: gas('a job that was lost is asked for by our number, and is not sent again'),
      },
      {
        what: 'its number is a new one at each try',
        file: `${BILLS}/providers/posting-rows.ts`,
        find: 'ctx, { postingNo: request.postingNo }, row)',
        replace: "ctx, { postingNo: newId('pnd') }, row)",
        red: job,
      },
    ],
  },
]
