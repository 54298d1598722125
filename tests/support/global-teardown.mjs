import { rm } from 'node:fs/promises'

export default async function teardown() {
  const engine = globalThis.__xlbEngine
  await engine.stop()
  await rm(engine.dbPath, { recursive: true, force: true })
}
