import type { PathAnswer } from './answers.ts'
import { foundAttributes } from './attributes.ts'
import { isLocal, sizeOf } from './content.ts'
import { ancestry } from './paths.ts'
import type { HostQuestion } from './question.ts'
import { type Node, nodeAt, realPath, type State, type Unasked, type Unknown, unknown } from './state.ts'

/** What is at a path. */
export function pathAnswer(state: State, path: string, follow = false): PathAnswer | Unknown | Unasked {
  const real = realPath(state, path, follow)
  const node = nodeAt(state, real)
  if (node === undefined) return { unasked: { ask: 'path', path: real } }
  if (node.type === 'unknown') return unknown
  return describe(state, node, real)
}

/** A node, as it is told. */
export function describe(state: State, node: Exclude<Node, { type: 'unknown' }>, real: string): PathAnswer {
  switch (node.type) {
    case 'absent':
      return { type: 'absent', real, parent: parentKind(state, real) }
    case 'file': {
      const size = node.content ? sizeOf(node.content) : node.size
      const source = node.content && isLocal(node.content) ? { source: node.content.source } : {}
      return { type: 'file', real, ...(size === undefined ? {} : { size }), ...source, ...foundAttributes(node) }
    }
    case 'directory':
      return { type: 'directory', real, ...foundAttributes(node) }
    case 'symlink':
      return { type: 'symlink', real, target: node.target }
    case 'other':
      return { type: 'other', real, what: node.what, ...(node.silent === undefined ? {} : { silent: node.silent }) }
    case 'denied':
      return { type: 'denied', real }
  }
}

/** Whether the folder is there, could be made, or never can: something above is no directory. */
function parentKind(state: State, real: string): 'directory' | 'absent' | 'other' {
  const [parent, ...above] = ancestry(real)
    .slice(1)
    .map((path) => nodeAt(state, path))
  if (parent === undefined || parent.type === 'directory') return 'directory'
  const nearest = [parent, ...above].find((node) => node?.type !== 'absent')
  return nearest === undefined || nearest.type === 'directory' ? 'absent' : 'other'
}

export type FileQuestion = Extract<HostQuestion, { ask: 'digest' | 'content' }>
export type ListQuestion = Extract<HostQuestion, { ask: 'list' }>

export type NoLink = Exclude<PathAnswer, { type: 'symlink' }>

type Followed =
  | { readonly type: 'broken link'; readonly real: string }
  | { readonly node: Exclude<Node, { type: 'unknown' | 'symlink' }>; readonly real: string }

/** The node that a path leads to by way of all links, where that is known and there is one. */
export function followed(state: State, question: FileQuestion | ListQuestion): Followed | Unasked | Unknown {
  const { path } = question
  const real = realPath(state, path, true)
  const node = nodeAt(state, real)
  if (node === undefined) return { unasked: { ...question, path: real } }
  if (node.type === 'unknown') return unknown
  if (node.type === 'symlink' || (node.type === 'absent' && real !== realPath(state, path))) {
    return { type: 'broken link', real }
  }
  return { node, real }
}
