import path from 'node:path'
import { defineConfig } from '@tarojs/cli'
import type { UserConfigExport } from '@tarojs/cli'
import dev from './dev.ts'
import prod from './prod.ts'

const root = path.resolve(__dirname, '..')
const plugin = (name: string): string => path.join(root, 'config/taro-plugins', `${name}.cjs`)

/** Sources outside miniprogram/src, and packages that ship syntax newer than the targets (PINS trap 5). */
const compileToo = ['shared/src', 'node_modules/zod', 'node_modules/zustand', 'node_modules/swr'].map((part) =>
  path.join(root, part),
)

/** Where the mini-program finds the API: it has no origin of its own. H5 talks to the server that served it. */
const apiBase = process.env['XLB_API_BASE'] ?? 'http://127.0.0.1:8080/api'

export default defineConfig((merge) => {
  const base: UserConfigExport = {
    projectName: 'xiangliban',
    designWidth: 375,
    deviceRatio: { 375: 2, 750: 1 },
    sourceRoot: 'miniprogram/src',
    outputRoot: `miniprogram/dist/${process.env['TARO_ENV'] ?? 'weapp'}`,
    framework: 'react',
    compiler: { type: 'webpack5', prebundle: { enable: false } },
    cache: { enable: false },
    plugins: [plugin('templates'), plugin('page-meta')],
    defineConstants: { API_BASE: JSON.stringify(apiBase), IS_DEMO: String(process.env['XLB_DEMO'] !== 'no') },
    mini: {
      optimizeMainPackage: { enable: true },
      // Nobody sets innerHTML here; its parser would weigh 10 KB.
      runtime: { enableInnerHTML: false },
      compile: { include: compileToo },
      postcss: { pxtransform: { enable: true, config: {} } },
      webpackChain(chain: Chain) {
        chain.resolve.alias.set('@tarojs/taro$', path.join(root, 'config/taro-entry.mjs'))
      },
    },
    h5: {
      publicPath: '/',
      staticDirectory: 'static',
      router: { mode: 'hash' },
      compile: { include: compileToo },
      // One px stays one px: the browser's own font size rules through rem, as in the mini-program.
      postcss: { pxtransform: { enable: false } },
      miniCssExtractPluginOption: {
        ignoreOrder: true,
        filename: 'css/[name].[contenthash:8].css',
        chunkFilename: 'css/[name].[contenthash:8].css',
      },
      output: { filename: 'js/[name].[contenthash:8].js', chunkFilename: 'js/[name].[contenthash:8].js' },
      webpackChain(chain) {
        shareParts(chain)
        dropIconFont(chain)
      },
    },
  }
  return process.env['NODE_ENV'] === 'development' ? merge({}, base, dev) : merge({}, base, prod)
})

interface Chain {
  resolve: { alias: { set(name: string, to: string | false): unknown } }
  optimization: {
    get(name: string): { cacheGroups?: object } | undefined
    splitChunks(options: object): unknown
  }
}

/**
 * H5: Taro brings the styles of weui's check boxes and icons with a font inside, for components that the house does not use. P14 allows no web
 * font and the server's content policy refuses it.
 */
function dropIconFont(chain: Chain): void {
  chain.resolve.alias.set('@tarojs/components/dist/taro-components/taro-components.css', false)
}

/** H5: what two pages share (Taro's components, the house's own) sits in one chunk of its own instead of in each page (PINS §9). */
function shareParts(chain: Chain): void {
  const now = chain.optimization.get('splitChunks')
  chain.optimization.splitChunks({
    ...now,
    cacheGroups: {
      ...now?.cacheGroups,
      // What Home does not show, so that its first load does not carry it.
      more: {
        name: 'more',
        chunks: 'async',
        minChunks: 2,
        priority: 300,
        test: /src[\\/](ui[\\/]more|platform[\\/](act|files|phone-number|place|screen|subscribe))[\\/]/,
      },
      parts: {
        name: 'parts',
        chunks: 'async',
        minChunks: 2,
        priority: 200,
        test: /[\\/]@tarojs[\\/]components[\\/]|taro-components-library-react|src[\\/](ui|platform)[\\/]|node_modules[\\/](zustand|swr|dequal)[\\/]/,
      },
    },
  })
}
