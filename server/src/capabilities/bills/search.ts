/** What of bills is found by a word, its synonyms and its sound. */
import type { SearchEntry } from '@xlb/shared/home/contract.ts'

const toList = { route: 'bills.list', params: {} }

export const billSearchEntries: readonly (SearchEntry & { words: readonly string[] })[] = [
  {
    key: 'bills:water',
    icon: 'water',
    title: '交水费',
    note: '自家和帮亲友缴的水费账单',
    link: toList,
    words: ['水费', '自来水', '缴水费', '水电费', '缴费', '账单', '水表', '阶梯水价'],
  },
  {
    key: 'bills:electricity',
    icon: 'electricity',
    title: '交电费',
    note: '自家和帮亲友缴的电费账单',
    link: toList,
    words: ['电费', '缴电费', '水电费', '用电', '电表', '峰谷电', '阶梯电价', '一度电'],
  },
  {
    key: 'bills:gas',
    icon: 'gas',
    title: '交燃气费',
    note: '自家和帮亲友缴的燃气费账单',
    link: toList,
    words: ['燃气费', '煤气费', '天然气', '缴气费', '气表', '阶梯气价'],
  },
  {
    key: 'bills:help',
    icon: 'help',
    title: '怎么交水费',
    note: '一步一步教您',
    link: { route: 'bills.help', params: {} },
    words: ['帮助', '不会交', '教我', '怎么交', '水费'],
  },
]
