/** Where a test keeps its data: one replica set for the run, databases of this worker's own. */
import { collections } from '../../server/src/platform/db/collection.ts'
import { nativeDb } from '../../server/src/platform/db/connection.ts'
import { fieldsIn } from './json.ts'

/**
 * Address of a database that no other worker touches: `t<worker>` or `t<worker>_<name>`.
 * @throws when the suite was started without the database (see `database` in jest.config.js)
 */
export function testDatabaseUri(name?: string): string {
  const base = process.env['MONGO_URL']
  if (base === undefined)
    throw new Error('No MONGO_URL: this jest project does not start the database; see jest.config.js')
  const worker = `t${process.env['JEST_WORKER_ID'] ?? '0'}`
  const address = new URL(base)
  address.pathname = `/${name === undefined ? worker : `${worker}_${name}`}`
  return address.href
}

/**
 * Empties this worker's database for the next file. Rows go; the collections that the house declares stay with their indexes, for making them anew
 * costs seconds and some 300 open files each time. What no capability of the registry declared is dropped, and so is what a test gave a validator and took it
 * away again: MongoDB keeps its action, or an empty one, which no restored collection has.
 */
export async function emptyDatabase(): Promise<void> {
  const declared = new Set(collections().map((one) => one.name))
  const standing = await nativeDb().listCollections().toArray()
  const spoilt = new Set(standing.filter(hasEmptyValidator).map((one) => one.name))
  await Promise.all(
    standing
      .map((one) => one.name)
      .filter((name) => !name.startsWith('system.'))
      .map((name) =>
        declared.has(name) && !spoilt.has(name)
          ? nativeDb().collection(name).deleteMany({})
          : nativeDb().collection(name).drop(),
      ),
  )
}

function hasEmptyValidator(one: object): boolean {
  const { validator, validationAction } = fieldsIn(fieldsIn(one)['options'])
  const isEmpty = Object.keys(fieldsIn(validator)).length === 0
  return isEmpty && (validator !== undefined || validationAction !== undefined)
}
