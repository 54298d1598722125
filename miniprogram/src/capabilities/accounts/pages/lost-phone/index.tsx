import { page } from '#platform/fail/page.tsx'
import { go } from '#platform/nav/nav.ts'
import { ActionBar } from '#ui/action-bar.tsx'
import { Button } from '#ui/button.tsx'
import { HelpPage } from '#ui/more/help-page.tsx'
import { lostPhoneHelp, seeDevices } from '../../devices.zh-CN.ts'

function LostPhone() {
  return <HelpPage help={lostPhoneHelp} bar={<DevicesBar />} />
}

function DevicesBar() {
  return (
    <ActionBar>
      <Button
        words={seeDevices}
        onTap={() => {
          void go('accounts.devices')
        }}
      />
    </ActionBar>
  )
}

export default page(LostPhone)
