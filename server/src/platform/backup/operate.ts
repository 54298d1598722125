/** The operator's two commands; each answers the lines to print. */
import { join, resolve } from 'node:path'
import type { House } from '../house.ts'
import type { Manifest } from './manifest.ts'
import { databaseState } from '../db/copy.ts'
import { proveBackup, restoreBackup, type AfterRestore } from './restore-backup.ts'
import { writeBackup } from './write-backup.ts'

export interface Surroundings {
  /** Where the person stood. */
  readonly cwd: string
  /** Where backups go that were given no name; empty: they need one. */
  readonly folder: string
}

/** `[--out FILE]` */
export async function backupCommand(house: House, words: readonly string[], around: Surroundings): Promise<string[]> {
  const { options, rest } = readWords(words, { '--out': 'value' })
  if (rest[0] !== undefined) throw new Error(`没有这个参数：${rest[0]}。可用：--out FILE`)
  const path =
    options['--out'] === undefined ? freshName(house, around, 'backup') : resolve(around.cwd, options['--out'])
  const manifest = await writeBackup(house, path)
  return [
    `备份写好了：${path}`,
    contentOf(manifest),
    `密钥不在备份里。恢复时要用现在的密钥文件 ${house.config.environment.XLB_KEYS_FILE}（${marksOf(manifest)}），请另行保存。`,
    '备份里有居民的个人信息，没有加密，只有您本人可读；移到别处请放进加密的存储。',
  ]
}

/** `FILE [--confirm] [--replace DATABASE]` */
export async function restoreCommand(house: House, words: readonly string[], around: Surroundings): Promise<string[]> {
  const { options, rest } = readWords(words, { '--confirm': 'flag', '--replace': 'value' })
  const [file, more] = rest
  if (file === undefined || more !== undefined)
    throw new Error('请写明一个备份文件，形如 npm run restore -- 备份文件 --confirm')
  const path = resolve(around.cwd, file)
  const replace = options['--replace'] ?? null
  if (options['--confirm'] === undefined) return await foretell(house, path)
  const { manifest, kept, after } = await restoreBackup(house, {
    path,
    replace,
    keepAt: replace === null ? '' : freshName(house, around, 'before-restore'),
  })
  return [
    `恢复好了：${contentOf(manifest)}条数、校验和、索引都与备份一致。`,
    ...(kept === null ? [] : [`原来的数据备份在 ${kept}`]),
    ...after.flatMap(linesOf),
    `${manifest.at} 以后的操作不在备份里：之后的缴费请与支付平台的对账单核对；之后办理过的个人信息删除，已按库外的删除台账重做。`,
    '请接着运行 npm run audit:verify 和 npm run ledger:verify。',
  ]
}

async function foretell(house: House, path: string): Promise<string[]> {
  const manifest = await proveBackup(house, path)
  const { name, empty, half } = await databaseState()
  const standing = empty ? '是空的' : half ? '里是一次没有做完的恢复' : `里已有数据，要另加 --replace ${name} 才会替换`
  return [
    contentOf(manifest),
    `备份完好，密钥相符。数据库 ${name} ${standing}。什么都还没有写；加上 --confirm 才会恢复。`,
  ]
}

function contentOf({ at, engine, collections }: Manifest): string {
  const rows = collections.reduce((sum, one) => sum + one.rows, 0)
  const indexes = collections.reduce((sum, one) => sum + one.indexes.length, 0)
  return `${at} 的数据，${engine}，${String(collections.length)} 个集合，${String(rows)} 条，${String(indexes)} 个索引。`
}

function marksOf({ keys }: Manifest): string {
  return Object.entries(keys)
    .map(([name, mark]) => `${name} ${mark}`)
    .join('，')
}

function linesOf({ tenant, counts, record }: AfterRestore): string[] {
  const done = Object.entries(counts).map(([what, count]) => `${String(count)} ${what}`)
  const lost = record.lost.map((head) => `${head.day}（第 ${String(head.seq)} 条）`)
  return [
    `${tenant}: ${[...done, `audit chain goes on after entry ${String(record.seq)}`].join(', ')}`,
    ...(lost.length === 0 ? [] : [`  - 备份之后公布过的审计链头，其内容已不在库里：${lost.join('、')}`]),
  ]
}

function freshName(house: House, { folder }: Surroundings, kind: string): string {
  if (folder === '') throw new Error('请用 --out 写明备份文件，或设置 BACKUP_DIR。')
  const moment = house.clock.instant().slice(0, 19).replaceAll(':', '')
  return join(folder, `xiangliban-${kind}-${moment}Z.ejson.gz`)
}

type Known = Readonly<Record<string, 'flag' | 'value'>>

function readWords(words: readonly string[], known: Known): { options: Record<string, string>; rest: string[] } {
  const options: Record<string, string> = {}
  const rest: string[] = []
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? ''
    if (!word.startsWith('--')) {
      rest.push(word)
      continue
    }
    const kind = known[word]
    if (kind === undefined) throw new Error(`没有这个参数：${word}。可用：${Object.keys(known).join('、')}`)
    const value = kind === 'flag' ? '' : words[(at += 1)]
    if (value === undefined) throw new Error(`参数 ${word} 后面缺少值。`)
    options[word] = value
  }
  return { options, rest }
}
