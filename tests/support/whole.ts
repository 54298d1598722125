/**
 * The whole product with the demonstration in it: real processes on five ports, a data folder of its own, the server bundled as production runs it.
 * Seeding takes most of a first start. So a run of tests does it once for each day it plays on, and every start copies that folder, whose
 * clock has gone on; without `XLB_SEEDED` (a drill by hand) each start bundles and seeds for itself.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cp, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { seedProduct, startProduct } from '../../scripts/environment.mjs'
import { bundleServer } from './bundle-server.mjs'
import { fivePorts } from './ports.ts'
import { scratchRoot } from './scratch.mjs'

type How = Parameters<typeof startProduct>[0]
export type Product = Awaited<ReturnType<typeof startProduct>>

export interface Whole {
  readonly product: Product
  readonly dataDir: string
  end(): Promise<void>
}

export interface WholeOptions extends Pick<How, 'h5' | 'env' | 'onDeath'> {
  /** The first of five; by itself where five are free. */
  readonly port?: number
  /** The instant at which the county and the world begin, with what is seeded for the days after it; otherwise now. */
  readonly at?: string
  readonly log?: (sentence: string) => void
}

export const SERVER = {
  api: 'server/dist/main.js',
  worker: 'server/dist/worker.js',
  seed: 'server/dist/seed.js',
} as const
/** What the server's processes are told besides the product's own environment: jest's options are not theirs. */
const ENV = { NODE_OPTIONS: '' }

export async function startWhole({ port, at, log = () => undefined, ...how }: WholeOptions = {}): Promise<Whole> {
  const dataDir = mkdtempSync(join(scratchRoot(), 'xlb-whole-'))
  const remove = (): void => {
    rmSync(dataDir, { recursive: true, force: true })
  }
  try {
    await fill(dataDir, at)
    const product = await startProduct({
      ...how,
      port: port ?? (await fivePorts()),
      dataDir,
      entries: SERVER,
      env: { ...ENV, ...how.env },
      log,
    })
    return {
      product,
      dataDir,
      async end() {
        await product.stop()
        remove()
      },
    }
  } catch (error) {
    remove()
    throw error
  }
}

async function fill(dataDir: string, at: string | undefined): Promise<void> {
  const seeded = process.env['XLB_SEEDED']
  if (seeded !== undefined) {
    await takeSeeded(seeded, at, dataDir)
    return
  }
  await bundleServer()
  setClock(dataDir, at)
}

/** The clock of the county and the world goes on from `at`. */
function setClock(dataDir: string, at: string | undefined): void {
  if (at === undefined) return
  writeFileSync(join(dataDir, 'clock.json'), JSON.stringify({ offsetMs: Date.parse(at) - Date.now() }))
}

/** Copies what stands seeded for that day below `seeded`, making it first. Files that start the product run one after the other: nobody else makes it. */
async function takeSeeded(seeded: string, at: string | undefined, dataDir: string): Promise<void> {
  const folder = join(seeded, at?.replaceAll(':', '.') ?? 'now')
  if (!existsSync(folder)) await seedInto(folder, at)
  await cp(folder, dataDir, { recursive: true })
}

async function seedInto(folder: string, at: string | undefined): Promise<void> {
  const making = mkdtempSync(`${folder}-`)
  setClock(making, at)
  const port = await fivePorts(5)
  await seedProduct({ port, dataDir: making, entries: SERVER, env: ENV, log: () => undefined })
  await rename(making, folder)
}
