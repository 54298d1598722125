/** What stands on the screen when a page's own code fails: a sentence, a way on, and the number to call. */
import { Text, View } from '@tarojs/components'
import { Component } from 'react'
import type { ComponentType, ReactNode } from 'react'
import { tappable } from '../aria.ts'
import { callNumber } from '../phone/phone.ts'
import { useSessionStore } from '../session/store.ts'

/** The hotline every county in China answers, for someone whose own office is not known yet. */
const NATIONAL_HOTLINE = '12345'

interface Props {
  readonly children: ReactNode
}

class Boundary extends Component<Props, { readonly failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError(): { failed: true } {
    return { failed: true }
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children
    return (
      <Failed
        again={() => {
          this.setState({ failed: false })
        }}
      />
    )
  }
}

function Failed({ again }: { readonly again: () => void }) {
  const office = useSessionStore((state) => state.me?.call)
  const phone = office?.phone ?? NATIONAL_HOTLINE
  return (
    <View className="page-failed">
      <Text className="page-failed__words">这一页出了问题，您办的事没有丢。</Text>
      <View className="page-failed__button" {...tappable(again)}>
        <Text>再打开一次</Text>
      </View>
      <View
        className="page-failed__button"
        {...tappable(() => {
          callNumber(phone)
        })}
      >
        <Text>打电话办 {phone}</Text>
      </View>
    </View>
  )
}

/**
 * Wraps a page: `export default page(BillsList)`. A boundary in app.tsx would not help: in a mini-program nothing above a page's own root is
 * drawn, so what it put there would never be seen.
 */
export function page(Page: ComponentType): ComponentType {
  return function GuardedPage() {
    return (
      <Boundary>
        <Page />
      </Boundary>
    )
  }
}
