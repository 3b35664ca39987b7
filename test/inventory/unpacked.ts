import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { makePack } from '../../inventory/demo/make-pack.ts'
import { readZip } from '../../lib/controller/zip.ts'

/** The files of the demo's pack by their path in the product's folder; that of a directory ends in a slash. */
export async function packedFiles(): Promise<ReadonlyMap<string, { readonly bytes: Buffer; readonly mode: number }>> {
  const entries = await readZip(await makePack('inventory/demo/pack', 'top'))
  const read = entries.map(async ({ path, type, mode, read }) => {
    const directory = type === 'directory'
    return [
      `${path.slice('top/'.length)}${directory ? '/' : ''}`,
      { bytes: directory ? Buffer.alloc(0) : await read(), mode },
    ] as const
  })
  return new Map(await Promise.all(read))
}

/** Lays the demo's pack out at a home, as an unpacker on the host would. */
export async function unpackTo(home: string): Promise<void> {
  for (const [path, { bytes, mode }] of await packedFiles()) {
    mkdirSync(path.endsWith('/') ? join(home, path) : dirname(join(home, path)), { recursive: true })
    if (!path.endsWith('/')) writeFileSync(join(home, path), bytes, { mode })
  }
}
