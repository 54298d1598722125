/** How many messages are unread, for the tab bar. Whoever learns it from the server says it. */
import { create } from 'zustand'

const useUnreadStore = create<{ count: number }>(() => ({ count: 0 }))

export function setUnread(count: number): void {
  useUnreadStore.setState({ count })
}

export function useUnread(): number {
  return useUnreadStore((state) => state.count)
}
