/** The server's time: the device's clock may be hours off, so only its steps are used, from the last answer on. */
let ahead = 0

/** From the Date header of an answer (seconds precision). */
export function noteServerTime(date: string | null): void {
  const at = date === null ? Number.NaN : Date.parse(date)
  if (!Number.isNaN(at)) ahead = at - Date.now()
}

/** Milliseconds since 1970 as the server counts; the device's own before the first answer. */
export function serverNow(): number {
  return Date.now() + ahead
}
