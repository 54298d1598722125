/** The one connection of a process. Majority everywhere: an acknowledged write survives a stepdown. */
import mongoose from 'mongoose'

mongoose.set('strictQuery', 'throw')
mongoose.set('sanitizeFilter', false) // filters are built from parsed scalars by the collection wrapper, which refuses operators from outside
mongoose.set('autoIndex', false)
mongoose.set('autoCreate', false)

/** `counted`: the driver makes an event of every command and of every answer, for `countCommands`. Production has no use for them, and they cost. */
export async function connectDatabase(uri: string, counted: boolean): Promise<void> {
  await mongoose.connect(uri, {
    w: 'majority',
    journal: true,
    readConcernLevel: 'majority',
    retryWrites: true,
    serverSelectionTimeoutMS: 5_000,
    monitorCommands: counted,
    maxPoolSize: 20,
  })
}

export async function disconnectDatabase(): Promise<void> {
  await mongoose.disconnect()
}

export function nativeDb(): mongoose.mongo.Db {
  const db = mongoose.connection.db
  if (db === undefined) throw new Error('the database is not connected')
  return db
}

export function databaseReady(): boolean {
  return mongoose.connection.readyState === mongoose.ConnectionStates.connected
}

/**
 * Commands sent by the driver, by name: tests and the benchmark count them. Returns the stop function with what was seen.
 * @throws Error where nothing is counted
 */
export function countCommands(): () => string[] {
  const seen: string[] = []
  const client = mongoose.connection.getClient()
  if (!client.options.monitorCommands) throw new Error('the database was connected without counting its commands')
  const listener = (event: { commandName: string }) => {
    if (!['hello', 'ping', 'endSessions', 'getMore', 'killCursors'].includes(event.commandName))
      seen.push(event.commandName)
  }
  client.on('commandStarted', listener)
  return () => {
    client.off('commandStarted', listener)
    return seen
  }
}
