import { Text, View } from '@tarojs/components'
import { useEffect, useRef } from 'react'
import { aria } from '#platform/aria.ts'
import { brighten } from '#platform/screen/screen.ts'
import { Button } from '#ui/button.tsx'
import { useViewClass } from '#ui/use-view-class.ts'
import { ticketWords } from '../booking.zh-CN.ts'
import { codeInTwo } from '../times.ts'
import { QrCode } from './qr-code.tsx'

/** Nothing but the code, on white, as bright as the phone can; as it was before when it is put away. */
export function Bright({ code, onClose }: { code: string; onClose: () => void }) {
  const restore = useRef<() => void>(() => undefined)
  useEffect(() => {
    let gone = false
    void brighten().then((put) => {
      if (gone) put()
      else restore.current = put
    })
    return () => {
      gone = true
      restore.current()
    }
  }, [])
  return (
    <View className={`qr-all ${useViewClass()}`} {...aria({ role: 'dialog', label: ticketWords.qr(code) })}>
      <QrCode code={code} big />
      <Text className="tk-n">{codeInTwo(code)}</Text>
      <Button words={ticketWords.close} onTap={onClose} />
    </View>
  )
}
