import { View } from '@tarojs/components'
import { aria } from '#platform/aria.ts'
import { ticketWords } from '../booking.zh-CN.ts'
import { pathOf, qrOf } from '../qr.ts'
import './qr-code.scss'

/** The white rim that a scanner needs is part of the picture. */
const pictureOf = (code: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-4 -4 29 29" shape-rendering="crispEdges"><path d="M-4-4h29v29h-29z" fill="#fff"/><path d="${pathOf(qrOf(code))}"/></svg>`

export function QrCode({ code, big = false }: { code: string; big?: boolean }) {
  const image = `url("data:image/svg+xml,${encodeURIComponent(pictureOf(code))}")`
  return (
    <View
      className={big ? 'qr qr-big' : 'qr'}
      style={{ backgroundImage: image }}
      {...aria({ role: 'img', label: ticketWords.qr(code) })}
    />
  )
}
