/** A ticket's code as a QR code (ISO/IEC 18004), drawn by the library's core alone: its door brings canvases and files along. Pure. */
import { create } from 'qrcode/lib/core/qrcode.js'

/** A quarter may be dirty or torn. */
const LEVEL = 'Q'

export type Modules = readonly (readonly boolean[])[]

/** Dark is true, row by row: 21 of them for up to 16 letters and digits. Letters are capitals. */
export function qrOf(text: string): Modules {
  const { modules } = create([{ data: text, mode: 'alphanumeric' }], { errorCorrectionLevel: LEVEL })
  const places = Array.from({ length: modules.size }, (_none, at) => at)
  return places.map((row) => places.map((column) => modules.get(row, column) === 1))
}

/** The dark modules as the path of an SVG on a grid of 21, one rectangle a run. */
export function pathOf(modules: Modules): string {
  return modules
    .map((line, row) =>
      [
        ...line
          .map((dark) => (dark ? '1' : '0'))
          .join('')
          .matchAll(/1+/g),
      ]
        .map(({ index, 0: run }) => `M${String(index)} ${String(row)}h${String(run.length)}v1h-${String(run.length)}z`)
        .join(''),
    )
    .join('')
}
