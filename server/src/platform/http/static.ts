/** The built H5: read once into memory with its gzip, so that no request compresses anything. Hashed names are kept for a year. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Context } from 'koa'
import { AppError } from '../errors.ts'

interface Asset {
  readonly bytes: Buffer
  readonly zipped: Buffer | null
  readonly type: string
  readonly etag: string
  readonly forever: boolean
}

const COMPRESSIBLE = /\.(?:js|css|html|json|svg|txt)$/
const HASHED = /[.-][0-9a-f]{8,}\.|chunk\//

export function serveH5(folder: string): (ctx: Context) => Promise<void> {
  const assets = folder === '' ? new Map<string, Asset>() : loadAssets(folder)
  return (ctx) => {
    const asset = assets.get(ctx.path === '/' ? '/index.html' : ctx.path)
    if (asset === undefined) return Promise.reject(new AppError('not-found'))
    sendAsset(ctx, asset)
    return Promise.resolve()
  }
}

function loadAssets(folder: string): Map<string, Asset> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(path.join(folder, name)).isFile(),
  )
  return new Map(
    files
      .filter((name) => !name.endsWith('.map'))
      .map((name) => [`/${name.split(path.sep).join('/')}`, loadAsset(folder, name)]),
  )
}

function loadAsset(folder: string, name: string): Asset {
  const bytes = readFileSync(path.join(folder, name))
  return {
    bytes,
    zipped: COMPRESSIBLE.test(name) ? gzipSync(bytes, { level: 9 }) : null,
    type: path.extname(name),
    etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 27)}"`,
    forever: HASHED.test(name),
  }
}

function sendAsset(ctx: Context, asset: Asset): void {
  ctx.type = asset.type
  ctx.set('ETag', asset.etag)
  ctx.set('Cache-Control', asset.forever ? 'public, max-age=31536000, immutable' : 'no-cache')
  ctx.vary('Accept-Encoding')
  ctx.status = 200
  if (ctx.fresh) {
    ctx.status = 304
    return
  }
  const zipped = asset.zipped !== null && ctx.acceptsEncodings('gzip') === 'gzip'
  if (zipped) ctx.set('Content-Encoding', 'gzip')
  ctx.body = zipped ? asset.zipped : asset.bytes
}
