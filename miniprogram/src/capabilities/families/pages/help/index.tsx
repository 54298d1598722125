import { page } from '#platform/fail/page.tsx'
import { go } from '#platform/nav/nav.ts'
import { ActionBar } from '#ui/action-bar.tsx'
import { Button } from '#ui/button.tsx'
import { HelpPage } from '#ui/more/help-page.tsx'
import { familyHelp, familyWords } from '../../strings.zh-CN.ts'

function Help() {
  return <HelpPage help={familyHelp} bar={<AddBar />} />
}

function AddBar() {
  return (
    <ActionBar>
      <Button
        words={familyWords.add}
        onTap={() => {
          void go('families.add')
        }}
      />
    </ActionBar>
  )
}

export default page(Help)
