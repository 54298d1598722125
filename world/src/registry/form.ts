/** The registry's part of the control page: choose a person, add, correct or take out a dose. */
import { demoChildren } from '@xlb/shared/demo/families.ts'
import { demoPerson } from '@xlb/shared/demo/roster.ts'
import { escapeHtml } from '../platform/page.ts'
import { knownPeople } from './people.ts'
import { productCodes } from './products.ts'

const nameOf = (key: string): string => demoChildren.find((one) => one.key === key)?.name ?? demoPerson(key).name
const option = (value: string, text: string): string =>
  `<option value="${escapeHtml(value)}">${escapeHtml(text)}</option>`
const people = knownPeople.map(({ key, birthDay }) => option(key, `${nameOf(key)}（${birthDay}）`)).join('')
const products = productCodes.map((code) => option(code, code)).join('')

export const registryForm = `<section class="card"><h2>接种记录</h2>
<form id="dose-form">
<label>人 <select name="person">${people}</select></label>
<label>疫苗 <select name="product">${products}</select></label>
<label>接种日期 <input name="day" type="date" required></label>
<label>批号 <input name="lot" required maxlength="64" value="DEMO"></label>
<label>剂次编号（更正时填） <input name="id" maxlength="64"></label>
<div class="row"><button type="submit" value="add">加一剂</button><button type="submit" value="correct">更正这一剂</button></div>
</form></section>`

/** Goes into the control page's script, whose `byId`, `make`, `act`, `table` and `time` it uses. */
export const registryScript = `
const doseForm = byId('dose-form')
let drawnDoses = ''
const pickDose = (dose) => make('button', '更正', { type: 'button', onclick: () => { for (const name of ['id', 'product', 'day', 'lot']) doseForm.elements[name].value = dose[name] } })
const dropDose = (dose) => make('button', '删掉', { type: 'button', onclick: () => act('registry/doses/remove', JSON.stringify({ id: dose.id })) })
function drawRegistry(state) {
  const own = state.registryDoses.filter((one) => one.person === doseForm.elements.person.value)
  const now = JSON.stringify(own)
  if (now !== drawnDoses) {
    drawnDoses = now
    table('registry-doses', ['剂次编号', '第几版', '疫苗', '日期', '批号', '地点', '来源', '', ''], own.map((d) => [d.id, String(d.revision), d.product, d.day, d.lot, d.siteName, d.source === 'registry' ? '登记' : d.source, pickDose(d), dropDose(d)]))
  }
  table('registry-reports', ['时间', '上报号', '结果', '剂次编号', '被报次数'], [...state.registryReports].reverse().slice(0, 50).map((r) => [time(r.at), r.reportNo, r.result === 'accepted' ? '已登记' : '同一剂已有', r.doseId, String(r.asked)]))
}
doseForm.elements.person.addEventListener('change', () => { void draw() })
doseForm.addEventListener('submit', (event) => {
  event.preventDefault()
  const { person, id, ...dose } = Object.fromEntries(new FormData(doseForm))
  const isNew = event.submitter.value === 'add'
  act('registry/doses/' + event.submitter.value, JSON.stringify(isNew ? { ...dose, person } : { ...dose, id }))
})
`
