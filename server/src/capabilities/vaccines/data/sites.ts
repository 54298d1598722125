import { defineCollection, type Row } from '#platform/db/collection.ts'
import { keepAMinute } from '#platform/kept-a-minute.ts'

/** Where vaccines are given. `unitCode`: the township it serves first; `office`: the unit whose nurses run it. */
export interface SiteRow extends Row {
  readonly unitCode: string
  readonly office: string
  readonly name: string
  readonly address: string
  readonly phone: string
  readonly hours: string
  /** WGS 84 degrees; null where nobody measured it. */
  readonly position: { readonly latitude: number; readonly longitude: number } | null
}

export const sites = defineCollection<SiteRow>({
  name: 'vaccineSites',
  fields: {
    ...{ unitCode: String, office: String, name: String, address: String, phone: String, hours: String },
    position: { _id: false, latitude: Number, longitude: Number },
  },
  indexes: [{ name: 'unit', fields: { tenant: 1, unitCode: 1 }, unique: true }],
  audited: false,
})

const MOST = 200

const kept = keepAMinute<readonly SiteRow[]>(
  (ctx) => sites.find(ctx, {}, { sort: { unitCode: 1 }, limit: MOST }),
  ({ length }) => length === 0,
)

/** All of the county, by township; no command while a minute has not passed. */
export const sitesOf = kept.get
/** After a change by hand. */
export const forgetSites = kept.forget
