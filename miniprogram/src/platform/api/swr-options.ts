/** How swr behaves here: repeats are the client's business, and WeChat has neither a window that gets the focus nor an `online` event. */
import { mutate } from 'swr'
import type { SWRConfiguration } from 'swr'

export const swrOptions: SWRConfiguration = {
  shouldRetryOnError: false,
  revalidateOnFocus: false,
  revalidateOnReconnect: false,
  // A page that follows something says so when it no longer can.
  refreshWhenOffline: true,
}

/** When the network comes back, whatever stands on a page is asked again. */
export function askAllAgain(): void {
  void mutate(() => true)
}
