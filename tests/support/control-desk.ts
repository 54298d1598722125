/** Asks the world's control desk, or tells it something; answers its JSON. */
export async function controlDesk(world: string, path: string, body?: object): Promise<Record<string, unknown>> {
  const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const answer = await fetch(`${world}/control/api/${path}`, body === undefined ? {} : post)
  if (!answer.ok) throw new Error(`the world's control desk answered ${String(answer.status)} to ${path}`)
  const text = await answer.text()
  const parsed: unknown = text === '' ? {} : JSON.parse(text)
  return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {}
}
