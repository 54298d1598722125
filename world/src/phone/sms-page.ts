import { demoPeople } from '@xlb/shared/demo/roster.ts'
import type { Answer } from '../platform/http.ts'
import { escapeHtml, htmlPage } from '../platform/page.ts'
import type { Sms } from '../sms/gateway.ts'
import { phoneStyle } from './style.ts'

const timeOf = (instant: string): string =>
  new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')

const bubble = (one: Sms): string =>
  `<li class="sms"><p class="words">${escapeHtml(one.text)}</p><small>${escapeHtml(timeOf(one.at))}</small></li>`

/** The inbox of a number, newest first; read anew every three seconds while it is open. */
export function smsPage(phone: string, messages: readonly Sms[], ancestors: string): Answer {
  const owner = demoPeople.find((one) => one.phone === phone)?.name
  const list = messages.length === 0 ? '<p id="none">还没有短信</p>' : `<ul>${messages.map(bubble).join('')}</ul>`
  return htmlPage({
    title: '模拟短信',
    style: `${phoneStyle}
.sms { padding: 16px; } .words { color: var(--ink); overflow-wrap: anywhere; } .sms small { color: var(--ink-2); font-size: .875rem; }
#none { padding: 16px 0; }`,
    frameAncestors: ancestors,
    script: 'setTimeout(() => location.reload(), 3000)',
    body: `<div class="demo" role="note">演示：这里代替手机短信，不会真的发出</div>
<main><h1>短信</h1><p>${escapeHtml(owner === undefined ? phone : `${owner} ${phone}`)}</p><h2>收到的短信</h2>${list}</main>`,
  })
}
