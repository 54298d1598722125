import type { FileFault } from '@xlb/shared/imports/faults.ts'

/** The file as a whole cannot be read. It holds nothing of the file, and what caused it is dropped: parsers quote what they read. */
export class Refusal extends Error {
  readonly fault: FileFault

  constructor(fault: FileFault) {
    super(`the file was refused: ${fault}`)
    this.name = 'Refusal'
    this.fault = fault
  }
}
