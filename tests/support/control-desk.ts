/** The product's processes read the clock's file again after 200 ms; until then one of them may live before the jump. */
const ALL_CLOCKS_MS = 250

/** Asks the world's control desk, or tells it something; answers its JSON. A clock that is moved has been moved everywhere. */
export async function controlDesk(world: string, path: string, body?: object): Promise<Record<string, unknown>> {
  const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const answer = await fetch(`${world}/control/api/${path}`, body === undefined ? {} : post)
  if (!answer.ok) throw new Error(`the world's control desk answered ${String(answer.status)} to ${path}`)
  const text = await answer.text()
  if (path === 'clock' && body !== undefined) await new Promise((resolve) => setTimeout(resolve, ALL_CLOCKS_MS))
  const parsed: unknown = text === '' ? {} : JSON.parse(text)
  return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {}
}
