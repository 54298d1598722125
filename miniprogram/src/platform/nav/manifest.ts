/** An entry of the page 服务. */
export interface ServiceEntry {
  /** A route by its name. */
  readonly route: string
  readonly icon: string
  readonly title: string
  readonly note: string
  /** Other words, synonyms and pinyin that lead here when someone searches. */
  readonly words: string
  /** One of Home's four tiles: which, counted from 0. The tiles nobody claims go to the entries in their order. */
  readonly tile?: number
}

/** A row of the page 我的. */
export interface MeRow {
  /** A route by its name. */
  readonly route: string
  readonly icon: string
  readonly title: string
  readonly note: string
  /** Under which heading it stands: what one has, who one is, what is known of one. */
  readonly group: 'things' | 'self' | 'data'
  /** Lower comes first within the group. */
  readonly rank: number
  /** Also there for someone who is not signed in. */
  readonly open?: true
  /** A fact of the account at the row's end: as it is, or in these words; `none` where it is not known. */
  readonly shows?: { readonly fact: 'verified' | 'phone' | 'village'; readonly words: Readonly<Record<string, string>> }
}

/** What a capability tells the build: its folder under capabilities/ and its pages by name, each path below that folder. Data only. */
export interface Manifest {
  readonly name: string
  readonly pages: Readonly<Record<string, string>>
  readonly services?: readonly ServiceEntry[]
  readonly me?: readonly MeRow[]
}

/** The tab bar, in order. Their pages are the main package. */
export const tabs = [
  { name: 'home', path: 'pages/home/index', text: '首页' },
  { name: 'services', path: 'pages/services/index', text: '服务' },
  { name: 'messages', path: 'pages/messages/index', text: '消息' },
  { name: 'me', path: 'pages/me/index', text: '我的' },
] as const

export type TabName = (typeof tabs)[number]['name']
