import type { UserConfigExport } from '@tarojs/cli'
import { terser } from './terser.ts'

export default {
  jsMinimizer: 'terser',
  terser,
} satisfies UserConfigExport
