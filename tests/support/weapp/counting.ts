/** How much crosses from the logic layer to the view: WeChat charges for each setData call and its bytes. */
export interface DataCount {
  readonly calls: number
  readonly bytes: number
}

export interface Counting {
  readonly note: (owner: string, data: unknown) => void
  /** All since the last `reset`, or of one page or component by its route. */
  readonly total: (owner?: string) => DataCount
  readonly reset: () => void
}

export function openCounting(): Counting {
  let noted: { owner: string; bytes: number }[] = []
  return {
    note: (owner, data) => {
      noted.push({ owner, bytes: Buffer.byteLength(JSON.stringify(data)) })
    },
    total: (owner) => {
      const mine = noted.filter((one) => owner === undefined || one.owner === owner)
      return { calls: mine.length, bytes: mine.reduce((sum, one) => sum + one.bytes, 0) }
    },
    reset: () => {
      noted = []
    },
  }
}
