import { rm } from 'node:fs/promises'

export default async function teardown() {
  await rm(process.env.XLB_SEEDED, { recursive: true, force: true })
}
