/** Items by a key, each list in its order. */
export function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const map = new Map<string, T[]>()
  for (const item of items) {
    const list = map.get(keyOf(item))
    if (list === undefined) map.set(keyOf(item), [item])
    else list.push(item)
  }
  return map
}
