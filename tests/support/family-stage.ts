/** Two counties whose demonstration families are known to the world's register and to nobody here yet; parents agree to the use of the child's data. */
import { dataRights } from '@xlb/shared/data-rights/contract.ts'
import { demoChild } from '@xlb/shared/demo/families.ts'
import { demoPerson } from '@xlb/shared/demo/roster.ts'
import { families, type GuardianRelation, type Member } from '@xlb/shared/families/contract.ts'
import { demoId } from '../../server/src/capabilities/accounts/index.ts'
import type { TestApp, TestAppOptions } from './app.ts'
import type { Resident, Stage } from './builders.ts'
import { send, type Answer } from './call.ts'
import { startAppWith } from './seed-only.ts'

export interface Parent {
  readonly key: string
  readonly personId: string
  readonly tenant: string
  readonly token: string
}

export interface FamilyStage extends TestApp {
  /** Signed in; agreed to the use of the child's data unless told not to. */
  parent(key: string, agreed?: boolean): Promise<Parent>
  withdraw(who: Parent): Promise<void>
  add(who: Pick<Parent, 'token'>, childKey: string, more?: Partial<Adding>, key?: string): Promise<Answer<Member>>
  list(who: Pick<Parent, 'token'>): Promise<Member[]>
  child(who: Pick<Parent, 'token'>, personId: string): Promise<Answer<Member>>
  end(who: Pick<Parent, 'token'>, guardianshipId: string, key?: string): ReturnType<typeof endOne>
}

interface Adding {
  readonly name: string
  readonly idNo: string
  readonly relation: GuardianRelation
}

const withKey = (who: Pick<Parent, 'token'>, key?: string) => ({
  token: who.token,
  ...(key === undefined ? {} : { key }),
})

async function endOne(url: string, who: Pick<Parent, 'token'>, guardianshipId: string, key?: string) {
  return await send(url, families.end, { params: { guardianshipId }, body: {} }, withKey(who, key))
}

export async function openFamilyStage(options: TestAppOptions = {}): Promise<FamilyStage> {
  const app = await startAppWith(['organisations', 'accounts', 'staff'], options)
  const { url } = app
  return {
    ...app,
    async parent(key, agreed = true) {
      const { countyCode: tenant } = demoPerson(key)
      const who = { key, tenant, personId: demoId('per', key), token: await app.signIn(key, tenant) }
      if (agreed) await agree(url, who)
      return who
    },
    async withdraw(who) {
      await send(url, dataRights.withdrawConsent, { params: { purpose: 'child-data' } }, who)
    },
    async add(who, childKey, more = {}, key) {
      const { name, idNo } = demoChild(childKey)
      return await send(
        url,
        families.addChild,
        { body: { name, idNo, relation: 'mother', ...more } },
        withKey(who, key),
      )
    },
    list: async (who) => (await send(url, families.list, {}, who)).value().items,
    child: (who, personId) => send(url, families.child, { params: { personId } }, who),
    end: (who, guardianshipId, key) => endOne(url, who, guardianshipId, key),
  }
}

/** This person of a stage of bills and payments, whose turn it is now. */
export async function residentByKey(stage: Stage, key: string): Promise<Resident> {
  for (let turn = 0; turn < 60; turn += 1) {
    const who = await stage.resident()
    if (who.phone === key) return who
  }
  throw new Error(`no resident ${key}`)
}

export async function agree(url: string, who: Pick<Parent, 'token'>): Promise<void> {
  const { items } = (await send(url, dataRights.consents, {}, who)).value()
  const version = items.find(({ purpose }) => purpose === 'child-data')?.version ?? ''
  const params = { purpose: 'child-data' as const }
  const given = await send(url, dataRights.giveConsent, { params, body: { version } }, who)
  if (given.status !== 200) throw new Error(`the consent was answered with ${String(given.status)}`)
}
