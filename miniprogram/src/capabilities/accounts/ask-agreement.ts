import { call } from '#platform/api/call.ts'

/** Longer than this nobody waits for a version before they are signed in. */
const MOST_MS = 4000

/** The version of the service agreement that this county has now; undefined when it cannot be had in time, which stops nobody. Never throws. */
export function askAgreement(tenant: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const late = setTimeout(() => {
      resolve(undefined)
    }, MOST_MS)
    void call('dataRights.agreement', { params: { tenant } })
      .then(
        ({ version }) => version,
        () => undefined,
      )
      .then((version) => {
        clearTimeout(late)
        resolve(version)
      })
  })
}
