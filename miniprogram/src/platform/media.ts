/** Where this build runs. A constant, so that the other branch is dropped from the output. */
export const isH5 = process.env.TARO_ENV === 'h5'

/** Printed in by the build: false only in one made for real people (`XLB_DEMO=no`). */
declare const IS_DEMO: boolean
/** People and bills are invented, and the page says so. */
export const isDemo: boolean = IS_DEMO
