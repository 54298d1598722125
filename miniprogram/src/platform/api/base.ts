/** Printed in by the build (config/index.ts): the mini-program has no origin of its own. */
declare const API_BASE: string

export const apiBase: string = process.env.TARO_ENV === 'h5' ? '/api' : API_BASE
