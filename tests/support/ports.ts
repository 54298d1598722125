import { createServer } from 'node:net'

/**
 * The first of five free ports in a row, begun where this process is unlikely to meet another; below those that systems give out by themselves. Other products
 * of the same process begin elsewhere (`after`): the engine's starter does not take a port again that it had a moment ago.
 */
export async function fivePorts(after = 0): Promise<number> {
  for (let port = 10_000 + (process.pid % 900) * 10 + after; ; port += 10) {
    const free = await Promise.all([0, 1, 2, 3, 4].map((more) => isFree(port + more)))
    if (free.every(Boolean)) return port
  }
}

async function isFree(port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => {
      resolve(false)
    })
    server.listen(port, '127.0.0.1', () =>
      server.close(() => {
        resolve(true)
      }),
    )
  })
}
