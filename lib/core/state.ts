import type { FoundAttributes } from './answers.ts'
import { sameAttributes } from './attributes.ts'
import { type Content, digestOf, sameContent } from './content.ts'
import { ancestry, isBelow, parentOf, segments } from './paths.ts'
import type { Question } from './question.ts'

/**
 * All that is known of a host: what a probe found, advanced by what a plan will have done. Nodes are keyed by their real
 * path, so that two names of one file are one node. A path without a node has not been asked about.
 */
export interface State {
  readonly nodes: Map<string, Node>
  /** Answers to questions that are not about a path of the host, by `keyOf`; `unknown` where only the host can tell. */
  readonly answers: Map<string, unknown>
  /** What the plan has changed so far, in order. */
  readonly log: Effect[]
  /** Scripts planned so far: what they may have changed is not seen in the nodes. `restarted`: one starts the host anew. */
  readonly runs: { count: number; restarted?: true }
}

export type Node =
  | { readonly type: 'absent' }
  | ({ readonly type: 'file'; readonly size?: number; readonly sha256?: string; readonly content?: Content } & Known)
  | ({
      readonly type: 'directory'
      readonly below?: 'absent' | 'unknown'
      readonly names?: readonly string[]
      /** A user other than root has looked whether something can be made in it. */
      readonly writable?: { readonly by: string; readonly is: boolean }
      readonly tree?: readonly string[]
    } & Known)
  | { readonly type: 'symlink'; readonly target: string }
  | { readonly type: 'other'; readonly what: string; readonly silent?: string }
  | { readonly type: 'denied' }
  | { readonly type: 'unknown' }

/**
 * A directory's `below`: what is at the paths below it that have no node of their own; undefined: nobody has asked.
 * `names`, and `tree` with paths from it on: what was in it, or anywhere below it, when it was looked at; the nodes of
 * these paths know more.
 * `predicted`: the plan makes it, so what is not known of it cannot be asked before then.
 */
interface Known extends FoundAttributes, Held {
  readonly predicted?: true
}

/** What keeps a path from being replaced or changed, where the host can tell. */
export interface Held {
  /** A mount point, or what is mounted below a directory: the kernel lets none of it go. */
  readonly mounts?: readonly string[]
  /** As `chattr` made it: not even root may change it. */
  readonly fixed?: 'immutable' | 'append-only'
  /** The mount point of the file system that it is on, where that is mounted read-only. */
  readonly readOnly?: string
}

export const heldBy = ({ mounts, fixed, readOnly }: Held): Held => ({
  ...(mounts === undefined ? {} : { mounts }),
  ...(fixed === undefined ? {} : { fixed }),
  ...(readOnly === undefined ? {} : { readOnly }),
})

/** What one operation does to one real path. */
export interface Effect {
  readonly real: string
  readonly before: Node | undefined
  readonly after: Node
}

export const unknown = Symbol.for('runbook.unknown')
export type Unknown = typeof unknown

export const emptyState = (): State => ({ nodes: new Map(), answers: new Map(), log: [], runs: { count: 0 } })

export const fork = (state: State): State => ({
  nodes: new Map(state.nodes),
  answers: new Map(state.answers),
  log: [...state.log],
  runs: { ...state.runs },
})

/** The path with every link in its folders followed, by the links that are known; with `follow` also a link at its end. */
export function realPath(state: State, path: string, follow = false): string {
  const rest = segments(path)
  let current = '/'
  for (let hops = 0; rest.length > 0; ) {
    const name = rest.shift()
    if (name === '..') {
      current = parentOf(current)
      continue
    }
    const next = current === '/' ? `/${name}` : `${current}/${name}`
    const node = state.nodes.get(next)
    if (node?.type === 'symlink' && (follow || rest.length > 0)) {
      if (++hops > 40) return next
      rest.unshift(...segments(node.target))
      if (node.target.startsWith('/')) current = '/'
    } else current = next
  }
  return current
}

/** Whether a path may lead to a real one. One that nobody has asked about may, by way of some link, where its name does. */
export function mayBe(state: State, path: string, real: string): boolean {
  const ends = [false, true].map((follow) => realPath(state, path, follow))
  if (ends.includes(real)) return true
  const isUnasked = ends.some((end) => nodeAt(state, end) === undefined)
  return isUnasked && segments(path).at(-1) === segments(real).at(-1)
}

/** The node at a real path: its own, or what the nearest known folder implies. Undefined: nobody has asked. */
export function nodeAt(state: State, real: string): Node | undefined {
  for (const path of ancestry(real)) {
    const node = state.nodes.get(path)
    if (node === undefined) continue
    if (path === real) return node
    switch (node.type) {
      case 'directory':
        return node.below && { type: node.below }
      case 'unknown':
      case 'denied':
        return node
      case 'other':
        return node.silent === undefined ? { type: 'absent' } : node
      default:
        return { type: 'absent' }
    }
  }
  return undefined
}

/** Records a predicted node. */
export function touch(state: State, real: string, node: Node): void {
  state.log.push({ real, before: nodeAt(state, real), after: node })
  state.nodes.set(real, node)
}

/** Nothing is known of a host that has started anew: what it says now is no answer to what it will be. */
export function forgetHost(state: State): void {
  state.nodes.clear()
  state.nodes.set('/', { type: 'unknown' })
  state.runs.restarted = true
}

export function forgetBelow(state: State, real: string): void {
  for (const path of [...state.nodes.keys()]) if (isBelow(path, real)) state.nodes.delete(path)
}

/** Whether a node is, as far as anyone can tell, what it was: then nothing needs to be done to it. */
export function sameNode(a: Node | undefined, b: Node | undefined): boolean {
  if (a === b) return true
  if (a === undefined || b === undefined || a.type !== b.type) return false
  if (a.type === 'file' && b.type === 'file') return sameAttributes(a, b) && sameBytes(a, b)
  if (a.type === 'directory' && b.type === 'directory') return sameAttributes(a, b) && a.below === b.below
  if (a.type === 'symlink' && b.type === 'symlink') return a.target === b.target
  return a.type === 'absent'
}

type FileNode = Extract<Node, { type: 'file' }>

export function sameBytes(a: FileNode, b: FileNode): boolean {
  if (a.content && b.content) return sameContent(a.content, b.content)
  const digest = digestOfNode(a)
  return digest !== undefined && digest === digestOfNode(b)
}

export const digestOfNode = (node: FileNode): string | undefined =>
  node.sha256 ?? (node.content ? digestOf(node.content) : undefined)

/** The real paths whose nodes differ from what they were before the plan. */
export function changedPaths(state: State): string[] {
  const origin = new Map<string, Node | undefined>()
  for (const { real, before } of state.log) if (!origin.has(real)) origin.set(real, before)
  return [...origin].filter(([real, before]) => !sameNode(before, state.nodes.get(real))).map(([real]) => real)
}

/** What has to be asked before a resource can be planned: a question, put to the real path. */
export interface Unasked {
  readonly unasked: Question
}
