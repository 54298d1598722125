/** The built mini-program as files: configuration, templates, scripts. */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'

export const distOf = path.join(import.meta.dirname, '../../../miniprogram/dist/weapp')

export interface AppJson {
  readonly pages: readonly string[]
  readonly subPackages?: readonly { readonly root: string; readonly pages: readonly string[] }[]
  readonly tabBar?: {
    readonly custom?: boolean
    readonly list: readonly { readonly pagePath: string; readonly text: string }[]
  }
}

export interface PageJson {
  readonly component?: boolean
  readonly usingComponents?: Readonly<Record<string, string>>
  readonly navigationBarTitleText?: string
}

export interface Bundle {
  readonly app: AppJson
  readonly appId: string
  /** Every page's route, `pages/home/index`, subpackages included. */
  readonly pages: readonly string[]
  readonly tabs: readonly string[]
  /** All files, relative, with forward slashes. */
  readonly files: readonly string[]
  readonly read: (file: string) => string
  readonly json: (route: string) => PageJson
}

function readJson<T>(text: string, is: (value: unknown) => value is T): T {
  const value: unknown = JSON.parse(text)
  if (!is(value)) throw new TypeError(`not what was expected: ${text.slice(0, 200)}`)
  return value
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const isAppJson = (value: unknown): value is AppJson => isRecord(value) && Array.isArray(value['pages'])
const isPageJson = (value: unknown): value is PageJson => isRecord(value)
const isProject = (value: unknown): value is { readonly appid: string } => isRecord(value) && 'appid' in value

/** Reads the build. Throws with the command to run when there is none. */
export function openBundle(dist = distOf): Bundle {
  if (!existsSync(path.join(dist, 'app.json'))) throw new Error('There is no weapp build. Run: npm run build:weapp')
  const read = (file: string): string => readFileSync(path.join(dist, file), 'utf8')
  const app = readJson(read('app.json'), isAppJson)
  const pages = [
    ...app.pages,
    ...(app.subPackages ?? []).flatMap(({ root, pages: own }) => own.map((page) => `${root}/${page}`)),
  ]
  const files = readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(dist, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
  const json = (route: string): PageJson => readJson(read(`${route}.json`), isPageJson)
  const { appid: appId } = readJson(read('project.config.json'), isProject)
  return { app, appId, pages, tabs: (app.tabBar?.list ?? []).map((tab) => tab.pagePath), files, read, json }
}
