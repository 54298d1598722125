import type { Answer } from '../platform/http.ts'
import { escapeHtml, htmlPage } from '../platform/page.ts'
import type { SentMessage } from '../state.ts'
import { templates } from '../wechat/templates.ts'
import { phoneStyle } from './style.ts'

const timeOf = (instant: string): string =>
  new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')

function card({ templateId, data, at }: SentMessage): string {
  const template = templates.find(({ id }) => id === templateId)
  const rows = (template?.fields ?? []).map(
    ({ key, label }) => `<dt>${escapeHtml(label)}</dt><dd>${escapeHtml(data[key] ?? '')}</dd>`,
  )
  return `<li class="card"><h3>${escapeHtml(template?.title ?? templateId)}</h3><dl>${rows.join('')}</dl><small>${escapeHtml(timeOf(at))}</small></li>`
}

/** WeChat's 服务通知 of one phone, newest first; read anew every three seconds while it is open. */
export function arrivedPage(owner: string, messages: readonly SentMessage[], ancestors: string): Answer {
  const list = messages.length === 0 ? '<p id="none">还没有服务通知</p>' : `<ul>${messages.map(card).join('')}</ul>`
  return htmlPage({
    title: '模拟服务通知',
    style: `${phoneStyle}
.card { padding: 16px; } .card h3 { font-size: 1.125rem; } .card dt, .card small { color: var(--ink-2); font-size: .875rem; }
.card dd { color: var(--ink); margin: 0 0 8px; overflow-wrap: anywhere; } #none { padding: 16px 0; }`,
    frameAncestors: ancestors,
    script: 'setTimeout(() => location.reload(), 3000)',
    body: `<div class="demo" role="note">演示：这里代替微信的服务通知，不会真的发出</div>
<main><h1>服务通知</h1><p>${escapeHtml(owner)}</p><h2>收到的通知</h2>${list}</main>`,
  })
}
