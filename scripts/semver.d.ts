/** The two functions of semver that complete-lock.mjs uses. */
declare module 'semver' {
  const semver: {
    satisfies: (version: string, range: string) => boolean
    minVersion: (range: string) => { version: string } | null
  }
  export default semver
}
