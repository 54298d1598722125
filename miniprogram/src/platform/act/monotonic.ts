/** Milliseconds that only ever grow where the engine has such a clock: the device's own may be set while somebody waits. WeChat's logic layer has none. */
export function monotonic(): number {
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- absent in WeChat's logic layer
  return typeof performance === 'undefined' || !performance.now ? Date.now() : performance.now()
}
