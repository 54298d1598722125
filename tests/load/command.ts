/** The command line of `npm run bench`. Never part of the suite: it measures times, if only as ratios. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import path from 'node:path'
import { checkPorts, readPort } from '../../scripts/checks.mjs'
import { complain, readOptions, Refusal, root, say } from '../../scripts/terminal.mjs'
import { openBookingGround } from './booking-ground.ts'
import { measureBookings, reportBookings } from './bookings.ts'
import { countBytes, reportBytes } from './bytes.ts'
import { countReads, reportCounts } from './counts.ts'
import { measureImports, reportImports } from './imports.ts'
import { armNames, openGround, type Arm, type Ground } from './ground.ts'
import { measureRush, reportRush } from './rush.ts'
import { costOf, measure, warm, type Cost, type Slice } from './slices.ts'
import { measureStorm, reportStorm } from './storm.ts'

const PARTS = ['reads', 'storm', 'bookings', 'rush', 'counts', 'bytes', 'imports'] as const
type Part = (typeof PARTS)[number]

const help = `npm run bench -- [参数]

  --slice MS      每片毫秒数，默认 1000 (milliseconds a slice)
  --rounds N      每个对象的新进程数，默认 3 (fresh processes of each arm)
  --slices N      每个进程每条路由的片数，默认 12 (slices of each process and route)
  --seeds N       抢约的次数，默认 50 (rushes)
  --only A,B      只量这些：${PARTS.join('、')} (only these parts)
  --port N        端口，默认 23700 (first of five ports)
  --help
`
const GOAL_P2 = 1.8

interface Size {
  readonly rounds: number
  readonly slices: number
  readonly ms: number
  /** Rushes. */
  readonly seeds: number
}

/** Round after round of fresh processes; within a round the arms take turns slice by slice, so that the machine's moods meet all alike. */
async function measureArms(ground: Ground, { rounds, slices, ms }: Size): Promise<Slice[]> {
  const found: Slice[] = []
  for (let round = 1; round <= rounds; round += 1) {
    const arms: Arm[] = []
    for (const name of armNames) arms.push(await ground.arm(name))
    const targets = ground.replays.flatMap((replay) =>
      arms.map((arm) => ({
        arm,
        route: replay.name,
        path: replay.path,
        token: ground.token,
        perSecond: replay.perSecond,
        round,
      })),
    )
    for (const target of targets) await warm(target, ms)
    for (let slice = 0; slice < slices; slice += 1) for (const target of targets) found.push(await measure(target, ms))
    for (const arm of arms) await arm.end()
    say(`round ${round} of ${rounds} done`)
  }
  return found
}

const shown = (value: number): string => value.toFixed(2)

interface Costs {
  readonly cpu: Cost
  readonly user: Cost
}

function costLine(name: string, { cpu, user }: Costs, floor: Costs): string {
  const [low, high] = cpu.spread
  const ratio = (cpu.median / floor.cpu.median).toFixed(2).padStart(5)
  const outside = `${user.median.toFixed(0).padStart(5)} µs ${(user.median / floor.user.median).toFixed(2).padStart(5)} ×`
  return `  ${name.padEnd(6)} ${cpu.median.toFixed(1).padStart(7)} µs ${ratio} ×   without the kernel ${outside}   ${cpu.processes} processes ${low.toFixed(1)}–${high.toFixed(1)} µs, ${cpu.slices} slices`
}

function reportArms(ground: Ground, slices: readonly Slice[]): Record<string, number> {
  const ratios: Record<string, number> = {}
  for (const { name, steps, path: address, perSecond } of ground.replays) {
    const costs = (arm: string): Costs => {
      const own = slices.filter((one) => one.route === name && one.arm === arm)
      return { cpu: costOf(own), user: costOf(own, 'user') }
    }
    const floor = costs('bare')
    process.stdout.write(
      `\n${name}: GET ${address.replace(/bil_\w+/, ':billId')}, ${steps.length} commands; CPU of the server a request at ${perSecond} a second, against koa + @koa/router\n`,
    )
    for (const arm of ['bare', 'house', 'usual']) process.stdout.write(`${costLine(arm, costs(arm), floor)}\n`)
    const ratio = costs('house').cpu.median / floor.cpu.median
    ratios[name] = ratio
    process.stdout.write(`  P2: ${shown(ratio)} × (goal ≤ ${shown(GOAL_P2)} ×) ${ratio <= GOAL_P2 ? '✓' : '✗'}\n`)
  }
  return ratios
}

function count(text: string | true | undefined, fallback: number): number {
  return typeof text === 'string' && /^[1-9]\d{0,5}$/.test(text) ? Number(text) : fallback
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2), {
    '--slice': 'value',
    '--rounds': 'value',
    '--slices': 'value',
    '--port': 'value',
    '--only': 'value',
    '--seeds': 'value',
    '--help': 'flag',
  })
  if (options['--help'] === true) {
    process.stdout.write(help)
    return
  }
  const port = readPort(options['--port'], 23_700)
  await checkPorts({ API: port, world: port + 1, MongoDB: port + 2, metrics: port + 3, 'worker metrics': port + 4 })
  const size = {
    rounds: count(options['--rounds'], 3),
    slices: count(options['--slices'], 12),
    ms: count(options['--slice'], 1_000),
    seeds: count(options['--seeds'], 50),
  }
  const parts = partsOf(options['--only'])
  const bytes = parts.has('bytes') ? await countBytes(port, say) : null
  const imports = parts.has('imports') ? await measureImports(port, say) : null
  const onGround = ['reads', 'storm', 'bookings', 'rush', 'counts'].some((part) =>
    [...parts].some((one) => one === part),
  )
  const measured = onGround ? await measureOnGround(port, size, parts) : {}
  if (bytes !== null) reportBytes(bytes)
  if (imports !== null) reportImports(imports)
  const machine = { at: new Date().toISOString(), node: process.version, processors: cpus().length }
  keep({ ...machine, size, ...measured, bytes, imports })
}

function partsOf(named: string | true | undefined): ReadonlySet<Part> {
  if (typeof named !== 'string') return new Set(PARTS)
  const words = named.split(',').map((word) => word.trim())
  const parts = PARTS.filter((part) => words.includes(part))
  if (parts.length < words.length) throw new Refusal(`可选：${PARTS.join('、')}。(No such part.)`)
  return new Set(parts)
}

async function measureOnGround(port: number, size: Size, parts: ReadonlySet<Part>): Promise<Record<string, unknown>> {
  const ground = await openGround(port, say)
  try {
    const slices = parts.has('reads') ? await measureArms(ground, size) : null
    const storm = parts.has('storm') ? await measureStorm(ground, size, say) : null
    const booked = await measureBooking(ground, size, parts)
    // Last: it fills the database.
    const counts = parts.has('counts') ? await countReads(ground) : null
    const ratios = slices === null ? null : reportArms(ground, slices)
    if (storm !== null) reportStorm(storm)
    if (booked.bookings !== null) reportBookings(booked.bookings)
    if (booked.rush !== null) reportRush(booked.rush)
    if (counts !== null) reportCounts(counts)
    return { ratios, slices, storm, ...booked, counts }
  } finally {
    await ground.close()
  }
}

async function measureBooking(ground: Ground, size: Size, parts: ReadonlySet<Part>) {
  if (!parts.has('bookings') && !parts.has('rush')) return { bookings: null, rush: null }
  const bookings = await openBookingGround(ground)
  try {
    return {
      bookings: parts.has('bookings') ? await measureBookings(ground, bookings, size, say) : null,
      rush: parts.has('rush') ? await measureRush(ground, bookings, size.seeds, say) : null,
    }
  } finally {
    await bookings.close()
  }
}

/** Raw figures, so that another day can compare. */
function keep(found: Readonly<Record<string, unknown>>): void {
  const folder = path.join(root, 'tests', 'load', 'results')
  mkdirSync(folder, { recursive: true })
  const file = path.join(folder, `${new Date().toISOString().slice(0, 16).replaceAll(':', '')}.json`)
  writeFileSync(file, `${JSON.stringify(found)}\n`)
  process.stdout.write(`\nraw figures: ${path.relative(root, file)}\n`)
}

try {
  await main()
} catch (error) {
  complain(error)
  process.exitCode = 1
}
