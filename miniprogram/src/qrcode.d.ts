/** The core of `qrcode`, without its drawing; its own types are of the whole package. */
declare module 'qrcode/lib/core/qrcode.js' {
  interface Segment {
    readonly data: string
    readonly mode: 'alphanumeric'
  }
  interface Modules {
    readonly size: number
    /** 1 is dark. */
    get(row: number, column: number): number
  }
  export function create(
    segments: readonly Segment[],
    options: { readonly errorCorrectionLevel: 'Q' },
  ): { readonly modules: Modules }
}
