/** The demo people as buttons, by county: whose phone is this? A press carries the person's key in `data-phone`. */
import { demoPeople, type DemoPerson } from '@xlb/shared/demo/roster.ts'
import { escapeHtml } from '../platform/page.ts'

function ageOf(person: DemoPerson, nowMs: number): number {
  const now = new Date(nowMs + 8 * 3_600_000).toISOString().slice(0, 10)
  const years = Number(now.slice(0, 4)) - Number(person.birthday.slice(0, 4))
  return now.slice(5) < person.birthday.slice(5) ? years - 1 : years
}

function row(person: DemoPerson, nowMs: number): string {
  const where = `${person.townshipName}${person.villageName}，${String(ageOf(person, nowMs))} 岁`
  return `<li><button class="person" type="button" id="phone-${escapeHtml(person.key)}" data-phone="${escapeHtml(person.key)}">
<span class="face" aria-hidden="true">${escapeHtml(person.name.slice(0, 1))}</span>
<span>${escapeHtml(person.name)}<small>${escapeHtml(where)}</small></span></button></li>`
}

function county(code: string, nowMs: number): string {
  const people = demoPeople.filter((one) => one.countyCode === code)
  const name = people[0]?.countyName ?? ''
  return `<h2>${escapeHtml(name)}</h2><ul>${people.map((one) => row(one, nowMs)).join('')}</ul>`
}

/** HTML. `nowMs` is the world's clock, for the ages. */
export function peopleList(nowMs: number): string {
  return county('331123', nowMs) + county('331124', nowMs)
}
