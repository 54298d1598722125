import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { useAct } from '#platform/act/use-act.ts'
import { call } from '#platform/api/call.ts'
import type { CallOutput } from '#platform/api/endpoints.ts'
import { page } from '#platform/fail/page.tsx'
import { ActionBar } from '#ui/action-bar.tsx'
import { Banner } from '#ui/banner.tsx'
import { Button } from '#ui/button.tsx'
import { CallTownship } from '#ui/call-township.tsx'
import { Card } from '#ui/card.tsx'
import { PageShell } from '#ui/page-shell.tsx'
import { Problem } from '#ui/more/problem.tsx'
import { CopyCard } from '../../components/copy-card.tsx'
import { knownParts } from '../../parts.ts'
import { exportWords } from '../../strings.zh-CN.ts'

type OwnCopy = CallOutput<'dataRights.exportOwn'>

/** The copy stands on this page only and is never kept on the device by us. */
function Export() {
  const [copy, setCopy] = useState<OwnCopy | null>(null)
  const act = useAct()
  const make = async (): Promise<void> => {
    setCopy(await call('dataRights.exportOwn', { body: {} }))
  }
  const words = copy === null ? exportWords.make : exportWords.again
  return (
    <PageShell
      title={exportWords.title}
      own
      speech={
        copy === null
          ? exportWords.spoken
          : [exportWords.spokenMade(knownParts(copy.sections).length), exportWords.safe]
      }
      bar={
        <ActionBar {...(copy === null ? {} : { hint: exportWords.notKept })}>
          <Button
            words={act.busy ? exportWords.making : words}
            kind={copy === null ? 'primary' : 'secondary'}
            off={act.busy}
            onTap={() => {
              act.run(make)
            }}
          />
        </ActionBar>
      }
    >
      <Card>
        <Text className="para">{exportWords.why}</Text>
      </Card>
      <Banner tone="due" icon="shield" title={exportWords.safe} />
      <Problem error={act.problem} title={exportWords.problem} />
      {copy !== null && <CopyCard key={copy.madeAt} copy={copy} />}
      <View className="gap">
        <CallTownship />
      </View>
    </PageShell>
  )
}

export default page(Export)
