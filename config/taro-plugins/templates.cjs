/**
 * What Taro prints into base.wxml: of each component the house uses, the attributes the house uses, at sixteen levels of nesting. Taro prints every
 * attribute WeChat knows (40 KB that nobody reads) and leaves out WeChat's `aria-*`, so that what a page says to a screen reader would stay in
 * the data and never reach WXML. A component that is not listed stops the build; an attribute that is not listed fails tests/weapp.
 */
const aria = {
  role: { 'aria-role': 'i.ariaRole' },
  label: { 'aria-label': 'i.ariaLabel' },
  hidden: { 'aria-hidden': 'i.ariaHidden' },
  state: {
    'aria-checked': 'i.ariaChecked',
    'aria-selected': 'i.ariaSelected',
    'aria-expanded': 'i.ariaExpanded',
    'aria-disabled': 'i.ariaDisabled',
  },
  live: { 'aria-live': 'i.ariaLive' },
  level: { 'aria-level': 'i.ariaLevel' },
}
const always = ['style', 'class']
const words = { ...aria.role, ...aria.label, ...aria.hidden, ...aria.live, ...aria.level }

/** By Taro's name of the template: attributes of its own that stay, and what is added. */
const kept = {
  view: { stay: ['bindtap'], add: { ...words, ...aria.state } },
  'static-view': { stay: [], add: words },
  'click-view': { stay: ['bindtap'], add: {} },
  'pure-view': { stay: [], add: {} },
  text: { stay: ['bindtap', 'user-select'], add: words },
  'static-text': { stay: ['user-select'], add: words },
  image: { stay: ['src', 'mode', 'lazy-load', 'binderror', 'bindload'], add: { ...aria.label, ...aria.hidden } },
  'static-image': { stay: ['src', 'mode', 'lazy-load'], add: { ...aria.label, ...aria.hidden } },
  button: {
    stay: ['bindtap', 'disabled', 'open-type', 'bindgetphonenumber', 'bindagreeprivacyauthorization'],
    add: { ...aria.label },
  },
  input: {
    stay: [
      'value',
      'type',
      'placeholder',
      'placeholder-class',
      'maxlength',
      'focus',
      'disabled',
      'confirm-type',
      'bindinput',
      'bindconfirm',
      'bindfocus',
      'bindblur',
      'cursor',
    ],
    add: { ...aria.label },
  },
}

/** Taro's own, that the house has no use for: left out without a word. */
const dropped = new Set(['catch-view', 'scroll-view'])

function trimmed(name, attributes) {
  const { stay, add } = kept[name]
  const wanted = new Set([...always, ...stay])
  return { ...Object.fromEntries(Object.entries(attributes).filter(([attribute]) => wanted.has(attribute))), ...add }
}

module.exports = (ctx) => {
  ctx.registerMethod({
    name: 'onSetupClose',
    fn({ template }) {
      if (!template) return
      const create = template.createMiniComponents.bind(template)
      template.createMiniComponents = (components) => {
        const made = create(components)
        for (const name of Object.keys(kept)) if (made[name]) made[name] = trimmed(name, made[name])
        for (const name of dropped) delete made[name]
        return made
      }
      const build = template.buildTemplate
      template.buildTemplate = (config) => {
        const unknown = [...config.includes].filter((name) => !kept[name] && !dropped.has(name))
        if (unknown.length > 0) {
          throw new Error(
            `config/taro-plugins/templates.cjs does not know ${unknown.join(', ')}: add it to \`kept\` with the attributes in use`,
          )
        }
        return build(config)
      }
    },
  })
}

module.exports.kept = kept
module.exports.dropped = dropped
