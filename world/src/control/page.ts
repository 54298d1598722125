import { registryForm } from '../registry/form.ts'
import { controlScript } from './page-script.ts'
import { controlStyle } from './page-style.ts'
import type { Answer } from '../platform/http.ts'
import { htmlPage } from '../platform/page.ts'

const GROUPS = [
  ['pay', '微信支付'],
  ['water', '自来水公司'],
  ['power', '供电公司'],
  ['gas', '燃气公司'],
  ['utility', '公司对账单（水、气）'],
  ['bureau', '公安核验'],
  ['registry', '免疫登记'],
  ['sms', '短信网关'],
  ['wechat', '微信'],
] as const

const TABLES = [
  ['orders', '支付订单'],
  ['callbacks', '通知与每次投递'],
  ['refunds', '退款'],
  ['postings', '自来水公司入账'],
  ['power-postings', '供电公司入账'],
  ['power-files', '供电公司文件'],
  ['gas-postings', '燃气公司入账'],
  ['registry-doses', '免疫登记：这个人的接种记录'],
  ['registry-reports', '免疫登记：收到的上报'],
  ['messages', '订阅消息'],
  ['sms', '短信'],
  ['checks', '公安核验'],
] as const

const faultCard = ([id, title]: (typeof GROUPS)[number]): string =>
  `<section class="card"><h2>${title}</h2><div id="faults-${id}"></div></section>`
const [payCard, ...otherCards] = GROUPS.map(faultCard)
const tables = TABLES.map(
  ([id, title]) =>
    `<section class="card wide"><h2>${title}</h2><div class="scroll" tabindex="0" role="region" aria-label="${title}"><table id="table-${id}"></table></div></section>`,
).join('')

const body = `<div class="demo" role="note">演示数据：这里是模拟的外部世界，不是真的微信、水电气公司、公安核验和免疫登记</div>
<header><h1>模拟世界控制台</h1>
<p>世界时钟 <strong id="clock"></strong></p>
<div class="row">
<button type="button" data-advance="60000">快进 1 分钟</button>
<button type="button" data-advance="2400000">快进 40 分钟</button>
<button type="button" data-advance="86400000">快进 1 天</button>
<button type="button" data-post="clock" data-body='{"offsetMs":0}'>时钟复原</button>
<button type="button" data-post="callbacks/fire-due" data-body="{}">立即发到期通知</button>
<button type="button" data-post="callbacks/fire-due" data-body='{"all":true}'>发所有未送达的通知</button>
<button type="button" data-post="power/night" data-body="{}">供电公司：现在就到夜里</button>
<button type="button" data-post="faults/clear">关掉所有故障</button>
<button type="button" data-post="keys/rotate">更换平台公钥</button>
<button type="button" id="reset" class="danger">清空重来</button>
</div><p id="say" role="status"></p></header>
<main>${payCard ?? ''}
<div class="stack">${otherCards.join('')}
<section class="card"><h2>账单</h2>
<form id="bill-form">
<label>项目 <select name="utility"><option value="bills">水</option><option value="power">电</option><option value="gas">燃气</option></select></label>
<label>县 <select name="tenant"><option value="331123">遂昌县</option><option value="331124">松阳县</option></select></label>
<label>户号 <input name="accountCode" required maxlength="32" value="3311230020420587"></label>
<label>用量（立方米或度） <input name="usageM3" required inputmode="numeric" pattern="[0-9]+" value="30"></label>
<label>账单号（重抄时填） <input name="billNo" maxlength="64"></label>
<div class="row"><button type="submit" value="issue">出新一期账单</button><button type="submit" value="reread">重抄这张账单</button></div>
</form></section>
${registryForm}</div>
${tables}</main>`

/** The control desk as a page. */
export function controlPage(): Answer {
  return htmlPage({
    title: '模拟世界控制台',
    style: controlStyle,
    body,
    script: controlScript,
    frameAncestors: "'none'",
  })
}
