import Taro from '@tarojs/taro'
import type { ReactNode } from 'react'
import { SWRConfig } from 'swr'
import './app.scss'
import { registry } from './capabilities/registry.ts'
import { askAllAgain, swrOptions } from './platform/api/swr-options.ts'
import { registerRoutes } from './platform/nav/nav.ts'
import { watchNetwork } from './platform/network/network.ts'
import { startSession } from './platform/session/session.ts'

registerRoutes(registry)

export default function App({ children }: { readonly children?: ReactNode }) {
  Taro.useLaunch(() => {
    watchNetwork(askAllAgain)
    void startSession()
  })
  return <SWRConfig value={swrOptions}>{children}</SWRConfig>
}
