/**
 * A constant `<page-meta root-font-size="system"/>` at the head of every page: rem follows the system's font size from the first paint on.
 * Taro's own `<PageMeta>` would cost a setData first.
 */
module.exports = (ctx) => {
  ctx.registerMethod({
    name: 'onSetupClose',
    fn(platform) {
      const template = platform.template
      if (!template?.buildPageTemplate) return
      const build = template.buildPageTemplate
      template.buildPageTemplate = (base, page) => {
        const wxml = build(base, page)
        return page ? `<page-meta root-font-size="system"/>${wxml}` : wxml
      }
    },
  })
}
