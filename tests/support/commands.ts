/** What the driver sends while something is done (PERFORMANCE P3). */
import { countCommands, nativeDb } from '../../server/src/platform/db/connection.ts'
import { fieldsIn } from './json.ts'

/** The commands' names, in order. */
export async function commandsOf(act: () => Promise<unknown>): Promise<string[]> {
  const stop = countCommands()
  try {
    await act()
  } finally {
    stop()
  }
  return stop()
}

/** `findAndModify orders PAID`: command, collection, and the state that it sets. */
export async function tellCommands(act: () => Promise<unknown>): Promise<string[]> {
  const told: string[] = []
  const { client } = nativeDb()
  const listen = ({
    commandName,
    command,
  }: {
    commandName: string
    command: Readonly<Record<string, unknown>>
  }): void => {
    const state = fieldsIn(fieldsIn(command['update'])['$set'])['state']
    told.push([commandName, String(command[commandName]), ...(typeof state === 'string' ? [state] : [])].join(' '))
  }
  client.on('commandStarted', listen)
  try {
    await act()
  } finally {
    client.off('commandStarted', listen)
  }
  return told
}
