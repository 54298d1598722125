import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import type { CallOutput } from '#platform/api/endpoints.ts'
import { useQuery } from '#platform/api/query.ts'
import { aria } from '#platform/aria.ts'
import { page } from '#platform/fail/page.tsx'
import { back, go } from '#platform/nav/nav.ts'
import { setView, useSession } from '#platform/session/session.ts'
import { ActionBar } from '#ui/action-bar.tsx'
import { Banner } from '#ui/banner.tsx'
import { BrandMark } from '#ui/brand-mark.tsx'
import { Button } from '#ui/button.tsx'
import { CallTownship } from '#ui/call-township.tsx'
import { ChoiceRow } from '#ui/more/choice-row.tsx'
import { Loaded } from '#ui/loaded.tsx'
import { PageShell } from '#ui/page-shell.tsx'
import { SectionTitle } from '#ui/section-title.tsx'
import { Tap } from '#ui/tap.tsx'
import { useElder } from '#ui/use-elder.ts'
import '../../components/sign-in.scss'
import { signInWords } from '../../strings.zh-CN.ts'
import { useSignIn } from '../../use-sign-in.ts'

type Counties = CallOutput<'organisations.counties'>['items']

function SignIn() {
  const counties = useQuery('organisations.counties', {})
  const { tenant } = useSession()
  const [chosen, setChosen] = useState<string | null>(null)
  const county = chosen ?? tenant
  const { busy, note, start, needCounty } = useSignIn(county)
  const read = (): void => {
    if (county === null) needCounty()
    else void go('data-rights.agreement', { tenant: county })
  }
  const office = counties.data?.items.find(({ code }) => code === county)
  return (
    <PageShell
      title={signInWords.title}
      speech={signInWords.spoken}
      bar={<SignInBar busy={busy} start={start} read={read} />}
    >
      <View className="si-h">
        <BrandMark className="si-m" />
        <View className="si-b">{signInWords.brand}</View>
        <Text className="si-s">{signInWords.slogan}</Text>
      </View>
      <SectionTitle title={signInWords.county} />
      <Loaded query={counties} shape="rows">
        {({ items }) => <CountyRows counties={items} county={county} onChoose={setChosen} />}
      </Loaded>
      <SectionTitle title={signInWords.view} />
      <ViewRows />
      {note !== null && (
        <View className="si-n">
          <Banner tone={note.tone} icon="alert" alert title={note.title} words={note.words} />
        </View>
      )}
      <View className="gap">
        {office === undefined ? (
          <CallTownship />
        ) : (
          <CallTownship call={{ office: office.name, phone: office.phone, hours: office.hours }} />
        )}
      </View>
    </PageShell>
  )
}

interface CountyRowsProps {
  counties: Counties
  county: string | null
  onChoose: (code: string) => void
}

function CountyRows({ counties, county, onChoose }: CountyRowsProps) {
  return (
    <View {...aria({ role: 'radiogroup', label: signInWords.county })}>
      {counties.map(({ code, name, city }) => (
        <ChoiceRow
          key={code}
          title={name}
          note={city}
          chosen={code === county}
          onChoose={() => {
            onChoose(code)
          }}
        />
      ))}
    </View>
  )
}

/** The elder view is offered before anything else is asked, without a pop-up. */
function ViewRows() {
  const elder = useElder()
  return (
    <View {...aria({ role: 'radiogroup', label: signInWords.view })}>
      <ChoiceRow
        title={signInWords.standard}
        note={signInWords.standardNote}
        chosen={!elder}
        onChoose={() => {
          setView('standard')
        }}
      />
      <ChoiceRow
        title={signInWords.elder}
        note={signInWords.elderNote}
        chosen={elder}
        onChoose={() => {
          setView('elder')
        }}
      />
    </View>
  )
}

function SignInBar({ busy, start, read }: { busy: boolean; start: () => void; read: () => void }) {
  return (
    <ActionBar hint={signInWords.hint}>
      <Button words={busy ? signInWords.signingIn : signInWords.signIn} off={busy} onTap={start} />
      <Tap className="si-a" said={{ role: 'link' }} onTap={read}>
        <Text>{signInWords.agree}</Text>
        <Text className="si-l">{signInWords.agreement}</Text>
      </Tap>
      <Button
        words={signInWords.look}
        kind="plain"
        onTap={() => {
          void back()
        }}
      />
    </ActionBar>
  )
}

export default page(SignIn)
