import { useState } from 'react'
import type { Utility } from '@xlb/shared/bills/contract.ts'
import { page } from '#platform/fail/page.tsx'
import { go } from '#platform/nav/nav.ts'
import { usePageParams, usePageTitle } from '#platform/nav/page.ts'
import { ActionBar } from '#ui/action-bar.tsx'
import { Button } from '#ui/button.tsx'
import { Chips } from '#ui/chips.tsx'
import { HelpPage } from '#ui/more/help-page.tsx'
import { helpWords, payHelpOf } from '../../help.zh-CN.ts'

const utilityOf = (asked: string | undefined): Utility => (asked === 'electricity' || asked === 'gas' ? asked : 'water')

/** How to pay, for the utility of `?utility=`; the other two are a tap away. Open to everyone. */
function Help() {
  const [utility, setUtility] = useState<Utility>(utilityOf(usePageParams()['utility']))
  const help = payHelpOf(utility)
  usePageTitle(help.title)
  return (
    <HelpPage
      help={help}
      top={<Chips label={helpWords.which} chosen={utility} onChoose={setUtility} choices={helpWords.choices} />}
      bar={<StartBar utility={utility} />}
    />
  )
}

function StartBar({ utility }: { utility: Utility }) {
  return (
    <ActionBar>
      <Button
        words={helpWords.start(utility)}
        onTap={() => {
          void go(`bills.${utility}`)
        }}
      />
    </ActionBar>
  )
}

export default page(Help)
