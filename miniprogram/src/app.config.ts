import { registry } from './capabilities/registry.ts'
import { tabs } from './platform/nav/manifest.ts'

/**
 * In a browser pages change at once. Taro's own slide hides the page below 350 ms later, also when the person came back meanwhile: a white page. WeChat
 * moves its pages itself.
 */
const inBrowser = process.env.TARO_ENV === 'h5' ? { animation: false } : {}

export default defineAppConfig({
  ...inBrowser,
  pages: tabs.map((tab) => tab.path),
  subPackages: registry.map(({ name, pages }) => ({ root: `capabilities/${name}`, pages: Object.values(pages) })),
  tabBar: {
    custom: true,
    color: '#566379',
    selectedColor: '#0b5fd9',
    backgroundColor: '#ffffff',
    list: tabs.map(({ path, text }) => ({ pagePath: path, text })),
  },
  window: {
    navigationBarTitleText: '乡里办',
    navigationBarBackgroundColor: '#ffffff',
    navigationBarTextStyle: 'black',
    backgroundColor: '#f3f6fa',
    backgroundTextStyle: 'dark',
    // In a browser the page draws its own bar: Taro's has buttons without names.
    navigationStyle: process.env.TARO_ENV === 'h5' ? 'custom' : 'default',
  },
  style: 'v2',
  lazyCodeLoading: 'requiredComponents',
  networkTimeout: { request: 15_000, downloadFile: 30_000, uploadFile: 30_000 },
  __usePrivacyCheck__: true,
  // How far a clinic is, worked out on the phone after a tap.
  requiredPrivateInfos: ['getLocation'],
  permission: { 'scope.userLocation': { desc: '在手机上算离接种门诊多远，不会发出去' } },
})
