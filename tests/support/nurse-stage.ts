/** A clinic's day in the influenza season, from eight in the morning: a nurse, lots, a session of today with seats enough, and people with tickets for it. */
import { expect } from '@jest/globals'
import { demoPeople, demoPerson } from '@xlb/shared/demo/roster.ts'
import { addDays } from '@xlb/shared/platform/time.ts'
import { vaccines } from '@xlb/shared/vaccines/contract.ts'
import type { VaccineVisit } from '@xlb/shared/vaccines/nurse-schemas.ts'
import { dossiers, type DossierRow } from '../../server/src/capabilities/vaccines/data/dossiers.ts'
import { lots, type LotRow } from '../../server/src/capabilities/vaccines/data/lots.ts'
import type { SessionRow } from '../../server/src/capabilities/vaccines/data/sessions.ts'
import { firstVersion } from '../../server/src/platform/db/record.ts'
import { newId } from '../../server/src/platform/ids.ts'
import type { PersonalData } from '../../server/src/platform/capability.ts'
import { SUICHANG } from './app.ts'
import { send, type Answer } from './call.ts'
import { staffToken } from './staff.ts'
import { noneApplies } from './vaccine-questions.ts'
import { verified } from './verified.ts'
import { openVaccineStage, type Caller, type VaccineStage } from './vaccine-stage.ts'

export const FLU = 'FLU-IIV'

export interface Ticket {
  readonly who: Caller
  readonly key: string
  readonly bookingId: string
  readonly code: string
}

export interface NurseStage extends VaccineStage {
  readonly flu: SessionRow
  readonly lot: LotRow
  /** A token of this moment. */
  nurse(): Promise<{ token: string }>
  lotOf(facts?: Partial<LotRow>): Promise<LotRow>
  /** Somebody whom nobody met yet, with a confirmed booking of today. */
  ticket(key?: string): Promise<Ticket>
  /** Somebody of the county whom nobody met yet. */
  somebody(key?: string): Promise<{ readonly key: string; readonly who: Caller; readonly idNo: string }>
  checkIn(code: string, more?: { siteId?: string; day?: string }): Promise<Answer<VaccineVisit>>
  /** A ticket that is checked in. */
  arrived(key?: string): Promise<VaccineVisit & { readonly ticket: Ticket }>
  vaccinate(
    visit: Pick<VaccineVisit, 'bookingId' | 'version'>,
    more?: { lotId?: string; packCode?: string },
  ): Promise<Answer<VaccineVisit>>
  dossierOf(personId: string): Promise<DossierRow>
  /** The person looks at the plan, and the registry is asked again for it. */
  askRegistry(key: string): Promise<DossierRow>
  readonly personalData: PersonalData
}

let packs = 0
/** A code that no pack had before. */
export function newPack(): string {
  packs += 1
  return `8412345${String(packs).padStart(13, '0')}`
}

/** These had theirs this season, or are known to the registry and met by name only. */
const busy = ['lei-songlin', 'pan-jiayi', 'wang-xiulan', 'chen-songlin', 'he-weijun', 'li-xiaoyan']

export async function openNurseStage(): Promise<NurseStage> {
  const stage = await openVaccineStage()
  await stage.world.advance(untilMorning(stage))
  const today = stage.today()
  const flu = await stage.session(FLU, today, { first: 100 })
  const people = demoPeople
    .filter((one) => one.countyCode === SUICHANG && one.birthday < '2000' && !busy.includes(one.key))
    .map((one) => one.key)
  const nurse = async () => ({ token: await staffToken(stage, 'suichang-nurse') })
  const lotOf = async (facts: Partial<LotRow> = {}): Promise<LotRow> => {
    const common = { product: FLU, maker: '演示生物', expiry: addDays(today, 200), dosesPerPack: 1, received: null }
    const own = {
      _id: newId('vlt'),
      tenant: SUICHANG,
      state: 'IN_USE' as const,
      siteId: stage.site._id,
      stoppedAt: null,
    }
    const row = { ...own, ...common, lotNo: `T${newPack().slice(-6)}`, ...facts }
    return await lots.insert(stage.ctx(), firstVersion<LotRow>(stage.ctx(), lots, row, { act: 'vaccines.enter-lot' }))
  }
  const somebody = async (wanted = people[0]) => {
    const key = wanted
    people.splice(0, people.length, ...people.filter((one) => one !== key))
    if (key === undefined) throw new Error('everybody was met already')
    return { key, who: await stage.caller(key), idNo: demoPerson(key).idNo }
  }
  const ticket = async (wanted?: string): Promise<Ticket> => {
    const { key, who } = await somebody(wanted)
    const held = (await stage.hold(who, who.personId, flu)).value()
    const params = { personId: who.personId, bookingId: held.id }
    const body = { version: held.version, notice: '2026-11', answers: noneApplies(FLU) }
    const { code } = (await send(stage.url, vaccines.confirm, { params, body }, who)).value()
    return { who, key, bookingId: held.id, code: code ?? '' }
  }
  const checkIn = async (code: string, { siteId = stage.site._id, day }: { siteId?: string; day?: string } = {}) => {
    const body = day === undefined ? { code } : { code, day }
    return await send(stage.url, vaccines.checkIn, { params: { siteId }, body }, await nurse())
  }
  const lot = await lotOf()
  const dossierOf = async (personId: string): Promise<DossierRow> => {
    const row = await dossiers.findOne(stage.ctx(), { personId })
    if (row === null) throw new Error('the person has no dossier')
    return row
  }
  const personalData = stage.house.capabilities.find((one) => one.name === 'vaccines')?.personalData
  if (personalData === undefined) throw new Error('vaccines hold no personal data')
  return {
    ...{ ...stage, flu, lot, nurse, lotOf, somebody, ticket, checkIn, dossierOf, personalData },
    async arrived(wanted) {
      const one = await ticket(wanted)
      return { ...(await checkIn(one.code)).value(), ticket: one }
    },
    async vaccinate({ bookingId, version }, { lotId = lot._id, packCode = newPack() } = {}) {
      const params = { siteId: stage.site._id, bookingId }
      return await send(stage.url, vaccines.vaccinate, { params, body: { lotId, packCode, version } }, await nurse())
    },
    async askRegistry(key) {
      const who = await stage.caller(key)
      await dossiers.update(stage.ctx(), { personId: who.personId }, { $set: { askedAt: 0 } })
      await send(stage.url, vaccines.plan, { params: { personId: who.personId } }, who)
      return await dossierOf(who.personId)
    },
  }
}

/** Eight in the morning of the next day that has two weeks of the season behind it, and four before it. */
function untilMorning(stage: VaccineStage): number {
  const tomorrow = addDays(stage.today(), 1)
  const date = tomorrow.slice(5)
  const day = date >= '09-15' || date <= '02-28' ? tomorrow : `${tomorrow.slice(0, 4)}-09-15`
  return Date.parse(`${day}T08:00:00+08:00`) - stage.ctx().clock.now()
}

/** What a refusal may leave: that somebody tried to look, and the sessions. */
export const TRACES = ['looks', 'staffSessions', 'sessions']

/** After each test: the registry answers again, and seats, bookings and doses agree. */
export async function expectAgreement(stage: NurseStage): Promise<void> {
  await stage.world.clearFaults()
  await stage.world.advance(6_000)
  expect((await verified(stage, 'vaccines')).differences).toEqual([])
}
