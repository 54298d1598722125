/** What the server that serves H5 says about its surroundings. */
let known: Promise<string | null> | null = null

/** Address of the world that stands in for WeChat, null where the real WeChat is meant: then H5 can only hand over to the mini-program. */
export function worldUrl(): Promise<string | null> {
  known ??= ask().catch(() => {
    known = null
    return null
  })
  return known
}

async function ask(): Promise<string | null> {
  const answer: unknown = await (await fetch('/runtime.json')).json()
  if (typeof answer !== 'object' || answer === null || !('worldUrl' in answer)) return null
  return typeof answer.worldUrl === 'string' ? answer.worldUrl : null
}
