/** What of vaccines is found by a word, its synonyms and its sound. */
import type { SearchEntry } from '@xlb/shared/home/contract.ts'

export const vaccineSearchEntries: readonly (SearchEntry & { words: readonly string[] })[] = [
  {
    key: 'vaccines:book',
    icon: 'vaccine',
    title: '约疫苗',
    note: '给自己和孩子约接种',
    link: { route: 'vaccines.family', params: {} },
    words: ['疫苗', '打针', '预防针', '接种', '预约', '流感', '带状疱疹', '肺炎', '百白破', '卫生院', '防疫针'],
  },
  {
    key: 'vaccines:record',
    icon: 'vaccine',
    title: '接种记录',
    note: '打过哪些、还差哪些',
    link: { route: 'vaccines.family', params: {} },
    words: ['接种记录', '接种证', '打过什么', '疫苗本', '预防接种证', '还差什么'],
  },
]
