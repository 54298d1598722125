/**
 * A process of the tests' house in which an officer acts on approvals: `emergency`, or `approve`, `refuse` and `withdraw` with an id.
 * `XLB_CRASH_AT` tells where it dies.
 */
import { approvals as capability } from '../../server/src/capabilities/approvals/index.ts'
import { openHouse } from '../../server/src/context.ts'
import { setUnitTree } from '../../server/src/platform/authority/authority.ts'
import { approveProposal, refuseProposal, withdrawProposal } from '../../server/src/platform/approvals/decide.ts'
import { propose } from '../../server/src/platform/approvals/approvals.ts'
import { readAgain } from '../../server/src/platform/approvals/rows.ts'
import { beside, makeOfficer, ONE_UNIT } from './second-person.ts'

const [act = '', id = ''] = process.argv.slice(2)
const { house, close } = await openHouse({ env: process.env, capabilities: [capability, beside] })
setUnitTree(() => Promise.resolve(ONE_UNIT))
const [proposer, other] = [makeOfficer(house, 'a'), makeOfficer(house, 'b')]
const about = { recordId: `gua_${'1'.repeat(20)}`, unitCode: '331123', personIds: [], data: {} }
if (act === 'emergency') await propose(proposer, 'beside.stop-note', { ...about, emergency: true })
if (act === 'approve') await approveProposal(other, await readAgain(other, { _id: id }))
if (act === 'refuse') await refuseProposal(other, await readAgain(other, { _id: id }), '不符')
if (act === 'withdraw') await withdrawProposal(proposer, await readAgain(proposer, { _id: id }))
await close()
process.exit(0)
