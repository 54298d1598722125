/**
 * The telephone number WeChat knows, as a code for the server. In the mini-program only a Button of WeChat's may ask for it, and WeChat puts the
 * question to the person; in a browser the world's stand-in phone does. Refusing closes nothing: there is the SMS code.
 */
import { Button, View } from '@tarojs/components'
import type { ReactNode } from 'react'
import { tappable } from '../aria.ts'
import { overlayAnswer } from '../overlay/overlay.ts'
import { worldUrl } from '../session/runtime.ts'
import { rememberedPhone } from '../session/wechat-code.ts'
import './phone-number-button.scss'

export type NumberOutcome =
  | { readonly kind: 'code'; readonly code: string }
  /** The person said no, or closed the sheet. */
  | { readonly kind: 'refused' }
  /** This device cannot ask (a browser outside WeChat, an account without the right). */
  | { readonly kind: 'cannot' }

interface PhoneNumberButtonProps {
  readonly className: string
  readonly onAnswer: (outcome: NumberOutcome) => void
  readonly children: ReactNode
}

export function PhoneNumberButton({ className, onAnswer, children }: PhoneNumberButtonProps) {
  if (process.env.TARO_ENV === 'h5') {
    const ask = () => void askWorld().then(onAnswer)
    return (
      <View className={className} {...tappable(ask)}>
        {children}
      </View>
    )
  } else {
    return (
      <Button
        className={`number-button ${className}`}
        // WeChat's rule for its Button outweighs a class.
        style={{ width: '100%' }}
        openType="getPhoneNumber"
        onGetPhoneNumber={({ detail }) => {
          onAnswer(outcomeOf(detail.code, detail.errMsg))
        }}
      >
        {children}
      </Button>
    )
  }
}

/** `getPhoneNumber:ok` with a code; `getPhoneNumber:fail user deny`; `fail no permission`, `fail jsapi has no permission`, … */
function outcomeOf(code: string | undefined, errMsg: string | undefined): NumberOutcome {
  if (code !== undefined && code !== '') return { kind: 'code', code }
  return { kind: errMsg !== undefined && /deny|cancel/.test(errMsg) ? 'refused' : 'cannot' }
}

async function askWorld(): Promise<NumberOutcome> {
  const world = await worldUrl()
  if (world === null) return { kind: 'cannot' }
  const phone = rememberedPhone()
  const whose = phone === null ? '' : `&phone=${encodeURIComponent(phone)}`
  const url = `${world}/phone/number?origin=${encodeURIComponent(window.location.origin)}${whose}`
  return (await overlayAnswer(url, '微信手机号', readNumber)) ?? { kind: 'refused' }
}

function readNumber(data: unknown): NumberOutcome | null {
  if (typeof data !== 'object' || data === null || !('type' in data) || data.type !== 'number') return null
  const text = (name: 'code' | 'errMsg'): string | undefined => {
    const value: unknown = Reflect.get(data, name)
    return typeof value === 'string' ? value : undefined
  }
  return outcomeOf(text('code'), text('errMsg'))
}
