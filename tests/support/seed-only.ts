/** An app whose database holds only what the named capabilities seed: a fifth of the whole demonstration's time. */
import { SONGYANG, startApp, SUICHANG, type TestApp, type TestAppOptions } from './app.ts'

export async function startAppWith(names: readonly string[], options: TestAppOptions = {}): Promise<TestApp> {
  const app = await startApp({ ...options, seed: false })
  await seedOnly(app, names)
  return app
}

/** Seeds both counties; doing it again changes nothing. */
export async function seedOnly(app: TestApp, names: readonly string[]): Promise<void> {
  for (const capability of app.house.capabilities.filter((one) => names.includes(one.name))) {
    for (const tenant of [SUICHANG, SONGYANG]) await capability.seed?.(app.ctx(tenant), app.house)
  }
}
