import type { Manifest } from '../../platform/nav/manifest.ts'

/** Receipts of what was paid. Orders are seen from the bill they belong to. */
export const payments = {
  name: 'payments',
  pages: { receipts: 'pages/receipts/index', receipt: 'pages/receipt/index' },
  services: [
    {
      route: 'payments.receipts',
      icon: 'receipt',
      title: '收据',
      note: '交过的每一笔',
      words: '收据 凭证 发票 交过 shouju',
    },
  ],
  me: [{ route: 'payments.receipts', icon: 'receipt', title: '收据', note: '交过的每一笔', group: 'things', rank: 20 }],
} satisfies Manifest
