import { Text, View } from '@tarojs/components'
import type { AccountRow } from '@xlb/shared/bills/account-schemas.ts'
import type { BillRow } from '@xlb/shared/bills/contract.ts'
import { utilityWords } from '@xlb/shared/bills/messages.zh-CN.ts'
import { Banner } from '#ui/banner.tsx'
import { Button } from '#ui/button.tsx'
import { Heading } from '#ui/heading.tsx'
import { IconTile } from '#ui/icon.tsx'
import { useElder } from '#ui/use-elder.ts'
import { sumToPay } from '../group-bills.ts'
import type { BillGroup } from '../group-bills.ts'
import { billWords, spokenName } from '../strings.zh-CN.ts'
import { usePay } from '../use-pay.ts'
import './bill-group.scss'
import { AdvanceOffer } from './advance-offer.tsx'
import { BillLine, ElderBill } from './bill-line.tsx'
import { PayTrouble } from './pay-trouble.tsx'
import { RoleTag } from './role-tag.tsx'

interface BillGroupProps {
  group: BillGroup<BillRow>
  /** Undefined until the accounts are here. */
  account: AccountRow | undefined
  first: boolean
}

/** One account: whose it is, its bills with the oldest first, and one tap for all of them. */
export function BillGroupCard(props: BillGroupProps) {
  return useElder() ? <ElderGroup {...props} /> : <StandardGroup {...props} />
}

function StandardGroup({ group, account, first }: BillGroupProps) {
  const { utility, ownerName, rows } = group
  return (
    <View className="card card-flush">
      <View className="bg">
        <IconTile name={utility} />
        <View className="row-w">
          <View className="bg-h">
            <Heading level="2" className="card-t">
              {utilityWords[utility].bill}
            </Heading>
            {account !== undefined && <RoleTag account={account} />}
          </View>
          <Text className="row-s">{billWords.familyOf(ownerName)}</Text>
          <Text className="row-s">{billWords.codeOf(rows[0]?.accountCode ?? '')}</Text>
        </View>
      </View>
      {rows.map((row) => (
        <BillLine key={row.id} row={row} inGroup />
      ))}
      <Together group={group} account={account} first={first} />
    </View>
  )
}

function ElderGroup({ group, account, first }: BillGroupProps) {
  const { utility, ownerName, rows, payable } = group
  const stopped = account?.status === 'STOPPED'
  const several = payable.length > 1
  return (
    <View className="bg-e">
      <View className="bg-h">
        <Heading level="2" className="sec-t">
          {billWords.groupElder(ownerName, utility)}
        </Heading>
        {account !== undefined && <RoleTag account={account} />}
      </View>
      <Text className="para">{billWords.lastFour(rows[0]?.accountCode ?? '')}</Text>
      <Together group={group} account={account} first={first} />
      {rows.map((row, at) => (
        <ElderBill key={row.id} row={row} first={first && at === 0 && !several} stopped={stopped} />
      ))}
    </View>
  )
}

/** All bills of the account with one payment, with some more for the next one if wished; a stopped account says where to pay instead. */
function Together({ group: { accountId, utility, ownerName, rows, payable }, account, first }: BillGroupProps) {
  const elder = useElder()
  const { busy, problem, pay } = usePay()
  const office = rows[0]?.office ?? ''
  if (account?.status === 'STOPPED') {
    return (
      <View className="bg-t">
        <Banner tone="stale" icon="alert" title={billWords.stopped} words={billWords.stoppedWords(office)} />
      </View>
    )
  }
  const canStore = account?.can.advance === true && payable.length > 0
  if (payable.length < 2 && !canStore) return null
  const amount = sumToPay(payable)
  const words = (elder ? billWords.togetherElder : billWords.together)(payable.length, amount)
  const billIds = payable.map(({ id }) => id)
  return (
    <View className="bg-t">
      <PayTrouble problem={problem} office={office} busy={busy} pay={pay} />
      {payable.length > 1 && (
        <Button
          words={busy ? billWords.paying : words}
          kind={first ? 'primary' : 'secondary'}
          off={busy}
          label={billWords.togetherLabel(words, ownerName, utility)}
          onTap={() => {
            pay({ kind: 'account', accountId, billIds })
          }}
        />
      )}
      {canStore && (
        <AdvanceOffer
          bills={amount}
          busy={busy}
          label={billWords.groupElder(spokenName(ownerName), utility)}
          onPay={(advance) => {
            pay({ kind: 'account', accountId, billIds, advance })
          }}
        />
      )}
    </View>
  )
}
