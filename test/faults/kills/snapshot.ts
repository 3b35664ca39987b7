import type { Control } from './control.ts'
import { places } from './job.ts'

/** By path, what is there: kind, mode, owner and target, or the digest of a file. */
export type Snapshot = ReadonlyMap<string, { readonly attributes: string; readonly content: string }>

/**
 * What differs between two runs that are alike, and why: the stamp of a start holds its time.
 */
const differs = /^\/srv\/app\/(app\.started|up)$/

export async function snapshot(host: Control): Promise<Snapshot> {
  const said = await host.run(`for p in ${places.join(' ')}; do [ -e $p ] || continue
find $p -name '.runbook-*' -prune -o -printf '%p\\t%y %m %U:%G %l\\n'; find $p -name '.runbook-*' -prune -o -type f -exec sha256sum {} +; done`)
  const attributes = new Map<string, string>()
  const contents = new Map<string, string>()
  for (const line of said.split('\n').filter(Boolean)) {
    const [path = '', words] = line.split('\t')
    if (words !== undefined) attributes.set(path, words)
    else contents.set(line.slice(66), line.slice(0, 64))
  }
  return new Map(
    [...attributes]
      .filter(([path]) => !differs.test(path))
      .map(([path, words]) => [path, { attributes: words, content: contents.get(path) ?? '' }]),
  )
}

/** What of a run is still there after it: rooms, uploads, notes, and who holds the host. */
export const leftovers = (host: Control): Promise<string> =>
  host.run(`find / -xdev -name '.runbook-*' -not -path '/proc/*'`)
