import { View } from '@tarojs/components'
import type { ReactNode } from 'react'
import type { Call } from '@xlb/shared/accounts/contract.ts'
import { usePullDown } from '#platform/nav/page.ts'
import { Loaded } from '#ui/loaded.tsx'
import type { Asked } from '#ui/loaded.tsx'
import { PageShell } from '#ui/page-shell.tsx'
import { ClinicCard } from './call-clinic.tsx'
import './vaccines.scss'
import { Trouble, stoppingCode } from './trouble.tsx'

interface VaccinePageProps<T> {
  title: string
  query: Asked<T>
  shape?: 'rows' | 'bill'
  speech: (data: T) => readonly string[]
  bar?: (data: T) => ReactNode
  /** The clinic; until it is known the township. */
  call?: Call | undefined
  children: (data: T) => ReactNode
}

/** A page about somebody's vaccines: its looks, what is in the way, and the clinic's number below. */
export function VaccinePage<T>({ title, query, shape = 'rows', speech, bar, call, children }: VaccinePageProps<T>) {
  usePullDown(query.refresh)
  const code = stoppingCode(query.error)
  const { data } = query
  const shown = code === null ? data : undefined
  return (
    <PageShell
      title={title}
      own
      speech={shown === undefined ? [] : speech(shown)}
      bar={shown === undefined ? null : bar?.(shown)}
    >
      {code === null ? (
        <Loaded query={query} shape={shape}>
          {(got) => (
            <View>
              {children(got)}
              <View className="gap">
                <ClinicCard call={call} />
              </View>
            </View>
          )}
        </Loaded>
      ) : (
        <Trouble
          code={code}
          words={query.error?.message ?? ''}
          call={call}
          onAgain={() => {
            void query.refresh()
          }}
        />
      )}
    </PageShell>
  )
}

/** Something must be done first. */
export const stops = ({ error }: Pick<Asked<unknown>, 'error'>): boolean => stoppingCode(error) !== null

/** A clinic as a counter to call. */
export const callOf = ({ name, phone, hours }: { name: string; phone: string; hours: string }): Call => ({
  office: name,
  phone,
  hours,
})
