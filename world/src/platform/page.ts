/** Small HTML pages without a framework: escaped text, a strict content policy, one nonce a page. */
import { randomBytes } from 'node:crypto'
import type { Answer } from './http.ts'

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => ESCAPES[sign] ?? '')
}

/** JSON that is safe between script tags. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029')
}

export interface Page {
  readonly title: string
  readonly style: string
  /** HTML; every value in it escaped by the author. */
  readonly body: string
  readonly script: string
  /** `frame-ancestors` of the policy; `'none'` where the page stands alone. */
  readonly frameAncestors: string
}

export function htmlPage(page: Page): Answer {
  const once = randomBytes(16).toString('base64')
  const policy = `default-src 'none'; style-src 'nonce-${once}'; script-src 'nonce-${once}'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors ${page.frameAncestors}`
  const body = `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>${escapeHtml(page.title)}</title>
<style nonce="${once}">${page.style}</style>
</head>
<body>
${page.body}
<script nonce="${once}">${page.script}</script>
</body>
</html>`
  const headers = {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': policy,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': 'no-store',
  }
  return { status: 200, headers, body }
}
