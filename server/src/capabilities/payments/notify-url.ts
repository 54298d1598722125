/** Where the provider reaches this server: from the configuration, never from a request's Host. */
let base = ''

export function setNotifyBase(publicUrl: string): void {
  base = publicUrl.replace(/\/$/, '')
}

export function notifyUrl(mchid: string, kind: 'paid' | 'refunded'): string {
  return `${base}/api/payments/wechat/${mchid}/${kind}`
}
