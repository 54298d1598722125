/**
 * Taro merges its own defaults into this, and they turn most of `compress` off, so each switch is named (PINS §9: 27 KB of the main package
 * together with Babel's targets). `quote_keys` and `keep_quoted_props` are off because with them private fields print as a syntax error.
 */
const on = (...names: readonly string[]): Record<string, true> => Object.fromEntries(names.map((name) => [name, true]))

const compress = on(
  'arrows',
  'collapse_vars',
  'comparisons',
  'computed_props',
  'hoist_props',
  'inline',
  'loops',
  'negate_iife',
  'properties',
  'reduce_funcs',
  'reduce_vars',
  'switches',
  'typeofs',
  'directives',
)

export const terser = {
  enable: true,
  config: {
    parse: { ecma: 2020 },
    keep_fnames: false,
    compress: { ecma: 2017, passes: 2, ...compress },
    output: { ecma: 2017, comments: false, quote_keys: false, keep_quoted_props: false, ascii_only: false },
  },
}
