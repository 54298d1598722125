/** The control page's script: plain DOM, every value set as text. */
import { registryScript } from '../registry/form.ts'

export const controlScript = `
const byId = (id) => document.getElementById(id)
const say = (text) => { byId('say').textContent = text }
const call = async (path, body) => {
  const answer = await fetch('/control/api/' + path, body === undefined ? {} : { method: 'POST', headers: { 'Content-Type': 'application/json' }, body })
  const value = await answer.json()
  if (!answer.ok) throw new Error(value.message ?? String(answer.status))
  return value
}
const act = async (path, body = '{}') => {
  try { await call(path, body); say('已完成'); drawnFaults = ''; await draw() } catch (error) { say('没有成功：' + error.message) }
}
const make = (tag, text, props = {}) => Object.assign(document.createElement(tag), { textContent: text }, props)
const yuan = (fen) => (fen / 100).toFixed(2) + ' 元'
const time = (value) => value === undefined || value === null ? '' : new Date(new Date(value).getTime() + 288e5).toISOString().slice(0, 19).replace('T', ' ')
const names = { n: '次数', delayMs: '毫秒', byFen: '差额（分）', bySeconds: '秒', onlyCallback: '只改通知', made: '其实已受理', closed: '其实已关单', drop: '直接断线', results: '改结果文件', correctedAfterMs: '多久后更正（毫秒）', each: '每几行' }
const states = { waiting: '等待', delivered: '已送达', lost: '丢失', 'given-up': '放弃' }

function faultRow(fault) {
  const row = make('div', '', { className: 'fault' })
  const label = make('label', '', { className: 'switch' })
  const box = make('input', '', { type: 'checkbox', checked: fault.on, id: 'fault-' + fault.id })
  label.append(box, make('span', fault.label + (fault.on && fault.times ? '（还剩 ' + fault.times + ' 次）' : '')))
  row.append(label)
  const params = { ...fault.params }
  const send = () => act('faults', JSON.stringify({ id: fault.id, on: box.checked, params }))
  box.addEventListener('change', send)
  const side = make('div', '')
  for (const [name, value] of Object.entries(params)) {
    const wrap = make('label', names[name] ?? name, { className: 'param' })
    const isFlag = typeof value === 'boolean'
    const input = make('input', '', isFlag ? { type: 'checkbox', checked: value } : { value: String(value), inputMode: 'numeric' })
    input.addEventListener('change', () => { params[name] = isFlag ? input.checked : Number(input.value); if (box.checked) send() })
    wrap.append(input)
    side.append(wrap)
  }
  row.append(side)
  return row
}

let drawnFaults = ''
function drawFaults(faults) {
  const now = JSON.stringify(faults)
  if (now === drawnFaults) return
  drawnFaults = now
  for (const group of ['pay', 'water', 'power', 'gas', 'utility', 'bureau', 'registry', 'sms', 'wechat']) {
    byId('faults-' + group).replaceChildren(...faults.filter((one) => one.id.startsWith(group + '.')).map(faultRow))
  }
}

function table(id, heads, rows) {
  const head = make('tr', '')
  head.append(...heads.map((text) => make('th', text, { scope: 'col' })))
  const body = rows.map((cells) => { const row = make('tr', ''); row.append(...cells.map((cell) => { const td = make('td', ''); td.append(cell); return td })); return row })
  if (body.length === 0) { const row = make('tr', ''); row.append(make('td', '还没有', { colSpan: heads.length })); body.push(row) }
  byId('table-' + id).replaceChildren(head, ...body)
}

const fireButton = (callback) => make('button', '现在发', { type: 'button', onclick: () => act('callbacks/' + encodeURIComponent(callback.id) + '/fire') })
${registryScript}
const attempts = (list) => list.map((one) => time(one.at).slice(11) + ' ' + (one.status ?? '无应答') + (one.note ? ' ' + one.note : '')).join('；') || '还没有发'

async function draw() {
  const state = await call('state')
  byId('clock').textContent = time(state.now) + (state.offsetMs === 0 ? '' : '（快了 ' + Math.round(state.offsetMs / 60000) + ' 分钟）')
  drawFaults(state.faults)
  const newest = (list) => [...list].reverse().slice(0, 50)
  table('orders', ['商户订单号', '商户号', '说明', '金额', '状态', '下单', '付款'], newest(state.orders).map((o) => [o.outTradeNo, o.mchid, o.description, yuan(o.total), o.state + (o.inFlight ? '（在途）' : ''), time(o.createdAt), o.paid ? time(o.paid.at) + ' ' + yuan(o.paid.total) : '']))
  table('callbacks', ['单号', '事件', '状态', '下次', '每次投递', ''], newest(state.callbacks).map((c) => [c.no, c.eventType, states[c.state] + (c.copies > 1 ? ' ×' + c.copies : ''), c.state === 'waiting' ? time(c.dueAt) : '', attempts(c.attempts), fireButton(c)]))
  table('refunds', ['退款单号', '订单号', '金额', '状态', '受理', '完成'], newest(state.refunds).map((r) => [r.outRefundNo, r.outTradeNo, yuan(r.amount), r.status, time(r.createdAt), time(r.settledAt)]))
  table('postings', ['入账号', '账单号', '金额', '状态', '入账时间', '公司流水', '被问次数'], newest(state.postings).map((p) => [p.postingNo, p.billNo, yuan(p.amountFen), p.status, time(p.postedAt), p.companyRef, String(p.asked)]))
  table('power-postings', ['入账号', '账单号', '金额', '状态', '入账时间', '公司流水', '被问次数'], newest(state.powerPostings).map((p) => [p.postingNo, p.billNo, yuan(p.amountFen), p.status, time(p.postedAt), p.companyRef, String(p.asked)]))
  table('power-files', ['文件', '种类', '可取时间', '字节'], newest(state.powerFiles).map((f) => [f.name, f.kind, time(f.readyAt ?? f.receivedAt), String(f.bytes)]))
  table('gas-postings', ['入账号', '账单号', '金额', '状态', '任务', '入账时间', '公司流水', '被问次数'], newest(state.gasPostings).map((p) => [p.postingNo, p.billNo, yuan(p.amountFen), p.state + (p.refusal ? ' ' + p.refusal : ''), p.jobId + (p.isJobLost ? '（查不到）' : ''), time(p.postedAt), [p.companyRef, p.secondRef].filter(Boolean).join('、'), String(p.asked)]))
  drawRegistry(state)
  table('messages', ['时间', 'openid', '模板', '内容'], newest(state.messages).map((m) => [time(m.at), m.openid, m.templateId, Object.values(m.data).join('，')]))
  table('sms', ['时间', '号码', '内容', '收到几次'], newest(state.sms).map((m) => [time(m.at), m.to, m.text, String(m.copies)]))
  table('checks', ['时间', '请求号', '核验', '结果', '被问次数'], newest(state.checks).map((c) => [time(c.checkedAt), c.requestNo, c.kind === 'realname' ? '实名' : '监护关系', c.result, String(c.asked)]))
}

document.addEventListener('click', (event) => {
  const button = event.target.closest('button')
  if (button?.dataset.advance) act('clock', JSON.stringify({ advanceMs: Number(button.dataset.advance) }))
  if (button?.dataset.post) act(button.dataset.post, button.dataset.body)
  if (button?.id === 'reset' && confirm('清空模拟世界的订单、通知和账单变化？')) act('reset')
})
byId('bill-form').addEventListener('submit', (event) => {
  event.preventDefault()
  const data = new FormData(event.target)
  const kind = event.submitter.value
  const utility = data.get('utility')
  const body = { tenant: data.get('tenant'), [utility === 'power' ? 'usageKWh' : 'usageM3']: Number(data.get('usageM3')) }
  if (kind === 'issue') body.accountCode = data.get('accountCode'); else body.billNo = data.get('billNo')
  act(utility + '/' + kind, JSON.stringify(body))
})
const loop = async () => { try { await draw() } catch { say('模拟世界没有应答') } setTimeout(loop, 2000) }
loop()
`
