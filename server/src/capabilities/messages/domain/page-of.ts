/** The mini-program's page of a route, as subscribe messages name it: `bills.detail` is `capabilities/bills/pages/detail/index`. */
export function pageOf(link: { readonly route: string; readonly params: Readonly<Record<string, string>> }): string {
  const [capability = '', page = ''] = link.route.split('.')
  const query = Object.entries(link.params).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  return `capabilities/${capability}/pages/${page}/index${query.length === 0 ? '' : `?${query.join('&')}`}`
}
