import { bytesOf, type Content, contentOf, digestOf, isLocal } from '../core/content.ts'
import { holdsReference } from '../core/reference.ts'
import { mayBe, realPath, type State } from '../core/state.ts'
import { remembersWork } from '../edit/equal-work.ts'

/** Contents of files that this run has heard, or written: a host that has the same tells its digest alone. */
export interface KnownContents {
  /** Keeps what a host has at a path, as far as its digest may be told to the users of other hosts. */
  add(host: string, state: State, path: string): void
  /** What was at a path, on whatever host, by digest: few, for each is named in a question. */
  at(path: string): ReadonlyMap<string, Content>
}

interface Kept {
  readonly content: Content
  readonly size: number
  /** Once somebody has asked for it. */
  sha256?: string | undefined
}

/** Bytes that are kept at most: then what was added first goes. */
const mostKept = 4 * 1024 * 1024
const mostOfPath = 2

/** `sensitive`: of each host, the paths that have to do with secrets. */
export function knownContents(sensitive: ReadonlyMap<string, ReadonlySet<string>> = new Map()): KnownContents {
  const byPath = new Map<string, readonly Kept[]>()
  let size = 0

  function put(path: string, kept: readonly Kept[]) {
    size += sum(kept) - sum(byPath.get(path) ?? [])
    byPath.delete(path)
    if (kept.length > 0) byPath.set(path, kept)
  }
  return {
    add(host, state, path) {
      const real = realPath(state, path, true)
      const content = remembersWork() ? openContent(state, real) : undefined
      if (content === undefined || content.size > mostKept / 4) return
      if ([...(sensitive.get(host) ?? [])].some((secret) => mayBe(state, secret, real))) return
      const before = byPath.get(path) ?? []
      if (before.some((one) => isSame(one.content, content.content))) return
      put(path, [content, ...before].slice(0, mostOfPath))
      for (const oldest of byPath.keys()) if (size > mostKept) put(oldest, [])
    },
    at: (path) =>
      new Map(
        (byPath.get(path) ?? []).map((one) => {
          one.sha256 ??= digestOf(one.content) ?? ''
          return [one.sha256, one.content]
        }),
      ),
  }
}

/** As a host would tell it, where all who are on the host may read it: its digest is seen by those on another one. */
function openContent(state: State, real: string): Kept | undefined {
  const node = state.nodes.get(real)
  if (node?.type !== 'file' || node.content === undefined || isLocal(node.content)) return undefined
  const { content, mode = 0, size } = node
  if ((mode & 0o004) === 0 || ('text' in content && holdsReference(content.text))) return undefined
  if (!node.predicted && size !== undefined) return { content, size }
  const bytes = bytesOf(content)
  return { content: contentOf(bytes), size: bytes.length }
}

const isSame = (a: Content, b: Content): boolean =>
  'text' in a && 'text' in b ? a.text === b.text : 'base64' in a && 'base64' in b && a.base64 === b.base64

const sum = (kept: readonly Kept[]): number => kept.reduce((all, { size }) => all + size, 0)
