/** The whole product beside the flow engine: real processes on five free ports, a fresh data folder. */
import mongoose from 'mongoose'
import { controlDesk } from '../control-desk.ts'
import { startWhole } from '../whole.ts'
import { launchWeapp } from './launch.ts'
import type { LaunchOptions, Weapp } from './launch.ts'

export interface Product {
  readonly db: mongoose.mongo.Db
  /** Where the API's contracts are called. */
  readonly url: string
  /** A phone in the hand of a demo person, by their key in the roster. */
  readonly phoneOf: (person: string, options?: LaunchOptions) => Promise<Weapp>
  /** JSON to the world's control desk. */
  readonly control: (path: string, body?: object) => Promise<Record<string, unknown>>
  readonly stop: () => Promise<void>
}

export async function openProduct(): Promise<Product> {
  const { product, end } = await startWhole()
  const client = await mongoose.mongo.MongoClient.connect(product.urls.mongo)
  return {
    db: client.db(),
    url: product.urls.app,
    phoneOf: (person, options = {}) =>
      launchWeapp({ apiBase: product.urls.api, world: product.urls.world, phone: person, ...options }),
    control: (path, body) => controlDesk(product.urls.world, path, body),
    stop: async () => {
      await client.close()
      await end()
    },
  }
}

/** A phone whose person signed in, at Home. */
export async function signedIn(product: Product, person: string, county = '遂昌县'): Promise<Weapp> {
  const phone = await product.phoneOf(person)
  await phone.tap('微信登录')
  await phone.tap(county)
  await phone.tap('微信登录')
  await phone.waitFor(/待办|要办的事/)
  return phone
}
