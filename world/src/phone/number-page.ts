import type { DemoPerson } from '@xlb/shared/demo/roster.ts'
import type { Answer } from '../platform/http.ts'
import { escapeHtml, htmlPage, scriptJson } from '../platform/page.ts'
import { peopleList } from './people-list.ts'
import { phoneStyle } from './style.ts'

const script = (origin: string, person: DemoPerson | undefined): string => `
const target = window.parent === window ? window.opener : window.parent
const say = document.getElementById('say')
const tell = (message) => { if (target) target.postMessage({ type: 'number', ...message }, ${scriptJson(origin)}) }
const phone = ${scriptJson(person?.key ?? null)}
document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-phone]')
  if (!button) return
  const next = new URL(location.href)
  next.searchParams.set('phone', button.dataset.phone)
  location.replace(next)
})
const deny = () => { say.textContent = '没有使用手机号'; tell({ phone, errMsg: 'getPhoneNumber:fail user deny' }) }
const allow = async () => {
  for (const button of document.querySelectorAll('button')) button.disabled = true
  try {
    const answer = await fetch('/phone/api/number', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ phone }) })
    if (!answer.ok) throw new Error(String(answer.status))
    const { code } = await answer.json()
    tell({ phone, code, errMsg: 'getPhoneNumber:ok' })
    say.textContent = '已允许'
  } catch {
    for (const button of document.querySelectorAll('button')) button.disabled = false
    say.textContent = '没有成功，请再点一次'
  }
}
document.getElementById('allow-number')?.addEventListener('click', allow)
document.getElementById('deny-number')?.addEventListener('click', deny)
`

function sheet(person: DemoPerson): string {
  const masked = `${person.phone.slice(0, 3)}****${person.phone.slice(-4)}`
  return `<section class="sheet" aria-label="手机号"><h1>使用微信绑定的手机号？</h1>
<dl><dt>本机是</dt><dd>${escapeHtml(person.name)}</dd><dt>手机号</dt><dd>${escapeHtml(masked)}</dd></dl>
<button id="allow-number" class="do main" type="button">允许</button>
<button id="deny-number" class="do quiet" type="button">不允许</button><p id="say" role="status"></p></section>`
}

/**
 * WeChat's sheet of `open-type=getPhoneNumber`. 「允许」 posts `{type:'number', phone, code, errMsg:'getPhoneNumber:ok'}` to the page around it,
 * 「不允许」 `{type:'number', phone, errMsg:'getPhoneNumber:fail user deny'}`. Without a known phone it first asks whose phone this is.
 */
export function numberPage(origin: string, ancestors: string, person: DemoPerson | undefined, nowMs: number): Answer {
  const choice = `<h1>模拟微信</h1><p>请选这是谁的手机</p><p id="say" role="status"></p>${peopleList(nowMs)}`
  return htmlPage({
    title: '模拟微信手机号',
    style: phoneStyle,
    frameAncestors: ancestors,
    script: script(origin, person),
    body: `<div class="demo" role="note">演示：这里代替微信取手机号，号码都是虚构的</div>
<main>${person === undefined ? choice : sheet(person)}</main>`,
  })
}
