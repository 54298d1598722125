/**
 * The mini-program's `@tarojs/taro`. Taro's own entry is CommonJS and so keeps every export of its runtime alive (an HTML parser among them,
 * 10 KB); this one says the same as a module, and what nobody uses falls away. tests/weapp shows that the API is whole.
 */
import taro from '@tarojs/api'
import { hooks } from '@tarojs/runtime'

if (hooks.isExist('initNativeApi')) hooks.call('initNativeApi', taro)

export default taro

/** What Taro's generated app script asks for by name. */
export const initPxTransform = (options) => taro.initPxTransform(options)
