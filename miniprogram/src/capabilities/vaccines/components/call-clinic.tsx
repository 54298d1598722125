import type { Call } from '@xlb/shared/accounts/contract.ts'
import { callNumber } from '#platform/phone/phone.ts'
import { Button } from '#ui/button.tsx'
import { CallTownship } from '#ui/call-township.tsx'
import { seatWords } from '../seats.zh-CN.ts'
import { planWords } from '../strings.zh-CN.ts'

/** A button to the clinic, in the midst of what cannot be done here. */
export function CallClinic({ phone }: { phone: string }) {
  return (
    <Button
      words={seatWords.callClinic}
      kind="secondary"
      icon="phone"
      onTap={() => {
        callNumber(phone)
      }}
    />
  )
}

/** The clinic's card at the foot of a page; until it is known the township's. */
export function ClinicCard({ call }: { call: Call | undefined }) {
  return call === undefined ? <CallTownship /> : <CallTownship title={planWords.askClinic} call={call} />
}
