import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import type { VaccineSite } from '@xlb/shared/vaccines/booking-endpoints.ts'
import { copyText } from '#platform/files/save-text.ts'
import { isH5 } from '#platform/media.ts'
import { showOnMap } from '#platform/place/place.ts'
import { aria } from '#platform/aria.ts'
import { Button } from '#ui/button.tsx'
import { IconTile } from '#ui/icon.tsx'
import { ListRow } from '#ui/list-row.tsx'
import { ticketWords } from '../booking.zh-CN.ts'

/** WeChat shows the way on its map; elsewhere, or where nobody measured the place, there is the address. */
export function WayRow({ site: { name, address, position } }: { site: VaccineSite }) {
  if (!isH5 && position !== null) {
    return (
      <ListRow
        icon="pin"
        title={ticketWords.way}
        note={address}
        onTap={() => {
          showOnMap(position, name, address)
        }}
      />
    )
  }
  return <Address address={address} name={name} />
}

function Address({ address, name }: { address: string; name: string }) {
  const [said, setSaid] = useState('')
  return (
    <View className="row">
      <IconTile name="pin" />
      <View className="row-m">
        <View>
          <Text className="row-t">{ticketWords.way}</Text>
          <Text className="row-s">{address}</Text>
          <View {...aria({ role: 'status', live: 'polite' })}>
            {said !== '' && <Text className="row-s">{said}</Text>}
          </View>
        </View>
        <Button
          words={ticketWords.copy}
          kind="quiet"
          small
          onTap={() => {
            void copyText(`${name} ${address}`).then((how) => {
              setSaid(how === 'done' ? ticketWords.copied : ticketWords.copyFailed)
            })
          }}
        />
      </View>
    </View>
  )
}
