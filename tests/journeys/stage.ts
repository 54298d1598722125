/** The whole product for one file of journeys: real processes, a fresh data folder, Chromium beside it. */
import mongoose from 'mongoose'
import { chromium, type Browser } from 'playwright-core'
import { controlDesk } from '../support/control-desk.ts'
import { startWhole, type Product } from '../support/whole.ts'
import { openPhone, type Phone } from './phone.ts'

export interface Stage {
  readonly urls: Product['urls']
  readonly db: mongoose.mongo.Db
  phone(): Promise<Phone>
  /** JSON of the world's control desk. */
  control(path: string, body?: object): Promise<Record<string, unknown>>
  end(): Promise<void>
}

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** `at`: the instant at which the county and the world begin, with what is seeded for the days after it; otherwise now. */
export async function setStage({ at }: { readonly at?: string } = {}): Promise<Stage> {
  const { product, end } = await startWhole({ h5: true, ...(at === undefined ? {} : { at }) })
  const client = await mongoose.mongo.MongoClient.connect(product.urls.mongo)
  const browser: Browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS })
  return {
    urls: product.urls,
    db: client.db(),
    phone: () => openPhone(browser, product.urls.app),
    control: (path, body) => controlDesk(product.urls.world, path, body),
    async end() {
      await browser.close()
      await client.close()
      await end()
    },
  }
}

/** Asks the database again and again until it says so: work done by the worker has no moment of its own. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | null | undefined | false>,
  ms = 30_000,
): Promise<T> {
  const end = Date.now() + ms
  for (;;) {
    const answer = await ask()
    if (answer !== null && answer !== undefined && answer !== false) return answer
    if (Date.now() > end) throw new Error(`waited ${String(ms / 1000)} s in vain until ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

/** The timetable goes by the machine's own clock: here the hour of this job has come. Resolves after a run that began now. */
export async function letRun(stage: Pick<Stage, 'db'>, job: string): Promise<void> {
  const rows = stage.db.collection('timetable')
  const asked = new Date()
  await until(`${job} has run`, async () => {
    const row = await rows.findOne({ name: job })
    // What was asked for while the run began is another run, and comes before this is over.
    if (row !== null && row['lastRunAt'] > asked)
      return row['lastFinishedAt'] >= row['lastRunAt'] && row['nextRunAt'] > row['lastRunAt']
    // Again and again: a run that was under way writes its own next time when it ends.
    await rows.updateOne({ name: job, lockedAt: null }, { $set: { nextRunAt: asked } })
    return false
  })
}
