import type { Answer } from '../platform/http.ts'
import { htmlPage, scriptJson } from '../platform/page.ts'
import { peopleList } from './people-list.ts'
import { phoneStyle } from './style.ts'

const script = (origin: string): string => `
const target = window.parent === window ? window.opener : window.parent
const say = document.getElementById('say')
document.addEventListener('click', async (event) => {
  const button = event.target.closest('[data-phone]')
  if (!button) return
  say.textContent = '正在登录'
  const phone = button.dataset.phone
  try {
    const answer = await fetch('/phone/api/login', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ phone }) })
    if (!answer.ok) throw new Error(String(answer.status))
    const { code } = await answer.json()
    if (target) target.postMessage({ type: 'login', code, phone }, ${scriptJson(origin)})
    say.textContent = '已登录'
  } catch {
    say.textContent = '登录没有成功，请再点一次'
  }
})
`

/** 模拟微信: whose phone is this? Choosing posts `{type:'login', code, phone}` to the page around it. */
export function loginPage(origin: string, ancestors: string, nowMs: number): Answer {
  return htmlPage({
    title: '模拟微信',
    style: phoneStyle,
    frameAncestors: ancestors,
    script: script(origin),
    body: `<div class="demo" role="note">演示：这里代替微信登录，人物都是虚构的</div>
<main><h1>模拟微信</h1><p>请选这是谁的手机</p><p id="say" role="status"></p>
${peopleList(nowMs)}</main>`,
  })
}
