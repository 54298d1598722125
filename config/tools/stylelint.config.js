/** SCSS of the mini-program, in the CSS that cheap phones' browsers know. */
const old = 'WeChat on old Android: no modern notation'

export default {
  extends: ['stylelint-config-standard'],
  customSyntax: 'postcss-scss',
  rules: {
    // Taro's own element names and its page selector.
    'selector-type-no-unknown': [true, { ignore: ['custom-elements'], ignoreTypes: ['page', /^taro-/] }],
    'unit-no-unknown': [true, { ignoreUnits: ['rpx'] }],
    // Sass checks its own rules when it compiles.
    'at-rule-no-unknown': null,
    'at-rule-prelude-no-invalid': null,
    'at-rule-empty-line-before': null,
    'color-function-notation': ['legacy', { message: old }],
    'alpha-value-notation': ['number', { message: old }],
    'color-function-alias-notation': null,
    'property-no-vendor-prefix': null,
    'declaration-property-value-keyword-no-deprecated': [true, { ignoreKeywords: ['break-word'] }],
    'value-keyword-case': ['lower', { camelCaseSvgKeywords: true }],
    // BEM of the design: block__element--modifier.
    'selector-class-pattern': [
      '^[a-z][a-z0-9]*(-[a-z0-9]+)*(__[a-z0-9]+(-[a-z0-9]+)*)?(--[a-z0-9]+(-[a-z0-9]+)*)?$',
      { message: 'kebab-case, block__element--modifier' },
    ],
    'no-descending-specificity': null,
  },
}
