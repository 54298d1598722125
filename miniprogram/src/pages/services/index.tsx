import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { page } from '#platform/fail/page.tsx'
import { useTabPage } from '#platform/nav/page.ts'
import { CallTownship } from '#ui/call-township.tsx'
import { PageShell } from '#ui/page-shell.tsx'
import { SearchBar } from '#ui/search-bar.tsx'
import { SectionTitle } from '#ui/section-title.tsx'
import { useRoomy } from '#ui/use-elder.ts'
import { catalogue } from '../catalogue.ts'
import { EntryRows, SearchResults } from '../search-results.tsx'
import { tabWords } from '../strings.zh-CN.ts'

const speech = catalogue.map(({ title, note }) => `${title}，${note}。`)

/** Everything that can be done here, and nothing that cannot yet. */
function Services() {
  const [typed, setTyped] = useState('')
  useTabPage('services')
  return (
    <PageShell title={tabWords.services} tab speech={speech}>
      <SearchBar value={typed} hint={useRoomy() ? tabWords.hintShort : tabWords.hint} onType={setTyped} />
      {typed.trim() === '' ? (
        <View>
          <SectionTitle title={tabWords.all} />
          <EntryRows entries={catalogue} />
          <Text className="sk-w">{tabWords.servicesNote}</Text>
          <View className="gap">
            <CallTownship />
          </View>
        </View>
      ) : (
        <View className="gap">
          <SearchResults typed={typed} />
        </View>
      )}
    </PageShell>
  )
}

export default page(Services)
