/** The operator's two commands for keys; each answers the lines to print. */
import type { House } from '../house.ts'
import { keyKinds, type KeyKind } from './key-changes.ts'
import { retireFieldKey, retireSigningKey, rotateFieldKeys, rotateSigningKey } from './rotate-keys.ts'

const NAMES: Readonly<Record<KeyKind, string>> = {
  field: '字段密钥',
  jwt: '登录令牌密钥',
  pending: '待发记录密钥',
  audit: '审计密钥',
}

const AFTER: Readonly<Record<KeyKind, string>> = {
  field: '各进程一秒内改用；旧数据由后台任务逐批换过来',
  jwt: '旧令牌用到各自到期；12 小时后可以停用旧密钥',
  pending: '几秒钟后可以停用旧密钥',
  audit: '旧密钥留着核对旧记录，不停用',
}

function isKind(word: string | undefined): word is KeyKind {
  return keyKinds.some((kind) => kind === word)
}

/** `[field | jwt | pending | audit | all]`, `field` where none is named. */
export async function rotateCommand(house: House, words: readonly string[]): Promise<string[]> {
  const [word = 'field', more] = words
  if (more !== undefined || (word !== 'all' && !isKind(word)))
    throw new Error(`请写明换哪一种密钥：${[...keyKinds, 'all'].join('、')}，形如 npm run keys:rotate -- jwt`)
  const lines: string[] = []
  for (const kind of isKind(word) ? [word] : keyKinds) {
    const kid = kind === 'field' ? await rotateFieldKeys(house) : await rotateSigningKey(house, kind)
    lines.push(`新的${NAMES[kind]} ${kid} 已写入密钥文件，${AFTER[kind]}。`)
  }
  return [...lines, '请备份密钥文件。']
}

/** `[field | jwt | pending] KID [--now]` */
export async function retireCommand(house: House, words: readonly string[]): Promise<string[]> {
  const unknown = words.find((word) => word.startsWith('--') && word !== '--now')
  if (unknown !== undefined) throw new Error(`没有这个参数：${unknown}。可用：--now`)
  const named = words.filter((word) => !word.startsWith('--'))
  const [first, second] = named
  const kind = isKind(first) && second !== undefined ? first : 'field'
  const kid = second ?? first
  if (kid === undefined || named.length > 2 || (second !== undefined && !isKind(first)))
    throw new Error('请写明要停用的密钥，形如 npm run keys:retire -- jwt k20261126')
  if (kind === 'field') await retireFieldKey(house, kid)
  else await retireSigningKey(house, kind, kid, words.includes('--now'))
  return [
    `${NAMES[kind]} ${kid} 已停用。`,
    ...(kind === 'jwt' ? [] : ['之前的数据库备份仍要靠它解开，请把旧密钥文件和那些备份分开保存。']),
  ]
}
