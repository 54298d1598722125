import { formatYuan } from '@xlb/shared/platform/money.ts'
import type { Answer } from '../platform/http.ts'
import { escapeHtml, htmlPage, scriptJson } from '../platform/page.ts'
import { personByKey } from '../state.ts'
import type { PayParams, Readiness } from './cashier.ts'
import { phoneStyle } from './style.ts'

const script = (origin: string, params: PayParams, failed: string | undefined): string => `
const target = window.parent === window ? window.opener : window.parent
const params = ${scriptJson(params)}
const say = document.getElementById('say')
const tell = (errMsg) => { if (target) target.postMessage({ type: 'pay', errMsg }, ${scriptJson(origin)}) }
const decide = async (decision) => {
  for (const button of document.querySelectorAll('button')) button.disabled = true
  say.textContent = decision === 'pay' ? '正在支付' : '正在取消'
  try {
    const answer = await fetch('/phone/api/pay', { method: 'POST', keepalive: true, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ ...params, decide: decision }) })
    const { errMsg } = await answer.json()
    say.textContent = errMsg === 'requestPayment:ok' ? '支付成功' : errMsg.endsWith('cancel') ? '已取消' : '支付没有成功'
    tell(errMsg)
  } catch {
    tell('requestPayment:fail 网络异常')
  }
}
document.getElementById('confirm-pay')?.addEventListener('click', () => decide('pay'))
document.getElementById('cancel-pay').addEventListener('click', () => ${failed === undefined ? "decide('cancel')" : `tell(${scriptJson(`requestPayment:fail ${failed}`)})`})
`

function sheet(ready: Readiness, params: PayParams): string {
  if ('failed' in ready) {
    return `<section class="sheet"><h1>不能支付</h1><p class="why">${escapeHtml(ready.failed)}</p>
<p id="say" role="status"></p><button id="cancel-pay" class="do quiet" type="button">返回</button></section>`
  }
  const { order, merchantName } = ready
  const payer = personByKey(params.phone)?.name ?? ''
  return `<section class="sheet" aria-label="支付"><h1>${escapeHtml(merchantName)}</h1>
<p class="sum">￥${formatYuan(order.total)}</p>
<dl><dt>商品</dt><dd>${escapeHtml(order.description)}</dd><dt>付款人</dt><dd>${escapeHtml(payer)}</dd>
<dt>付款方式</dt><dd>零钱（演示，不动真钱）</dd><dt>金额</dt><dd>${formatYuan(order.total)} 元</dd></dl>
<button id="confirm-pay" class="do main" type="button">确认支付</button>
<button id="cancel-pay" class="do quiet" type="button">取消</button><p id="say" role="status"></p></section>`
}

/** WeChat's payment sheet. A press posts `{type:'pay', errMsg}` to the page around it; closing the sheet afterwards does not undo a payment. */
export function payPage(origin: string, ancestors: string, params: PayParams, ready: Readiness): Answer {
  return htmlPage({
    title: '模拟微信支付',
    style: phoneStyle,
    frameAncestors: ancestors,
    script: script(origin, params, 'failed' in ready ? ready.failed : undefined),
    body: `<div class="demo" role="note">演示：这里代替微信支付，不会动真钱</div><main>${sheet(ready, params)}</main>`,
  })
}
