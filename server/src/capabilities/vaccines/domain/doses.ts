/** Doses as a dossier holds them. */

/** What was written down of a dose before somebody corrected it. */
export interface OlderDose {
  readonly reportNo: string
  readonly product: string
  readonly day: string
  readonly lot: string
  readonly expiry: string
  readonly packCode: string
  /** An officer, when and why. */
  readonly by: string
  readonly at: string
  readonly reason: string
}

/** What only we know of a dose that was given at a clinic of the county. */
export interface OwnDose {
  /** The number under which the registry is told of it, and knows it by (`source`). */
  readonly reportNo: string
  readonly bookingId: string
  readonly siteId: string
  readonly lotId: string
  /** The lot's last day. */
  readonly expiry: string
  readonly packCode: string
  /** The officer who gave it, and when. */
  readonly by: string
  readonly at: string
  /** The oldest first. */
  readonly was: readonly OlderDose[]
}

/** A dose as the registry has it, or as we gave it. */
export interface RegistryDose {
  readonly id: string
  readonly revision: number
  readonly product: string
  readonly day: string
  readonly lot: string | null
  readonly site: string
  /** Absent: it was given elsewhere. */
  readonly ours?: OwnDose
}
