/** A stored file: read piece by piece from any place, never held as a whole. */
export interface ByteSource {
  readonly size: number
  /** The bytes from `offset` on, in order, `length` of them. Ends early only at the end of the file. */
  read(offset: number, length: number): AsyncIterable<Buffer>
}

/** A short stretch at once. */
export async function readAll(source: ByteSource, offset: number, length: number): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of source.read(offset, length)) pieces.push(piece)
  return Buffer.concat(pieces)
}
