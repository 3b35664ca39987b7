import type { FoundAttributes, LocalAnswer } from './answers.ts'
import { foundAttributes, withAttributes } from './attributes.ts'
import { isLocal } from './content.ts'
import type { Operation } from './operation.ts'
import { ancestry, isBelow, parentOf } from './paths.ts'
import { attributed, predictRun } from './predict-run.ts'
import type { Question } from './question.ts'
import { keyOf, pathsOf } from './question.ts'
import { forgetBelow, heldBy, type Node, nodeAt, realPath, type State, touch } from './state.ts'

/** Who makes things on the host: the owner and group of what is new. */
export interface Identity {
  readonly user: string
  readonly group: string
  readonly uid?: number | undefined
  readonly gid?: number | undefined
  /** All groups, where it is not root. */
  readonly groups?: readonly number[]
}

/** Advances a state (in place) by one operation. */
export function predict(state: State, operation: Operation, identity: Identity): void {
  switch (operation.op) {
    case 'write': {
      const real = realPath(state, operation.path, true)
      const before = atHand(state, real)
      const kept = before?.type === 'file' ? before : newAttributes(state, real, 0o644, identity)
      touch(state, real, {
        type: 'file',
        predicted: true,
        ...(before?.type === 'file' ? heldBy(before) : {}),
        ...withAttributes(kept, operation),
        content: operation.content,
      })
      return
    }
    case 'directory': {
      const real = realPath(state, operation.path, true)
      const missing = ancestry(real).filter((path) => nodeAt(state, path)?.type === 'absent')
      for (const path of missing.reverse()) {
        touch(state, path, {
          type: 'directory',
          below: 'absent',
          predicted: true,
          ...newAttributes(state, path, 0o755, identity, 0o2000),
        })
      }
      const node = nodeAt(state, real)
      if (node?.type === 'directory') touch(state, real, attributed(node, operation))
      return
    }
    case 'symlink': {
      touch(state, realPath(state, operation.path), { type: 'symlink', target: operation.target })
      return
    }
    case 'attributes': {
      const real = realPath(state, operation.path, true)
      const node = nodeAt(state, real)
      if (node?.type === 'file' || node?.type === 'directory') touch(state, real, attributed(node, operation))
      return
    }
    case 'remove': {
      const real = realPath(state, operation.path)
      forgetBelow(state, real)
      touch(state, real, { type: 'absent' })
      return
    }
    case 'move':
      move(state, realPath(state, operation.from), realPath(state, operation.to))
      return
    case 'run':
      state.runs.count++
      predictRun(state, operation.effects)
  }
}

/** The state after operations that nobody could plan yet: nothing is known of what they may touch. */
export function invalidate(state: State, questions: readonly Question[]): void {
  const reals = questions.flatMap((question) => {
    const ends = question.ask === 'path' && !question.follow ? [false] : [false, true]
    return pathsOf(question).flatMap((path) => ends.map((follow) => realPath(state, path, follow)))
  })
  for (const real of new Set(reals)) {
    forgetBelow(state, real)
    touch(state, real, { type: 'unknown' })
  }
  state.runs.count++
}

/** The node, with its content where a file of the controller has been read for it: a diff needs both sides. */
function atHand(state: State, real: string): Node | undefined {
  const node = nodeAt(state, real)
  if (node?.type !== 'file' || node.content === undefined || !isLocal(node.content)) return node
  const key = keyOf({ ask: 'local', source: node.content.source, want: 'content' })
  const read = state.answers.get(key) as LocalAnswer | undefined
  if (read === undefined || !('content' in read)) return node
  const whole = { ...node, content: read.content }
  state.nodes.set(real, whole)
  return whole
}

/** A folder with the set-group bit passes its group on to what is made in it, and the bit itself to folders. */
function newAttributes(state: State, real: string, mode: number, who: Identity, passed = 0): FoundAttributes {
  const own = { owner: who.user, uid: who.uid }
  const parent = nodeAt(state, parentOf(real))
  if (parent?.type !== 'directory' || ((parent.mode ?? 0) & 0o2000) === 0)
    return foundAttributes({ mode, ...own, group: who.group, gid: who.gid })
  return foundAttributes({ mode: mode | passed, ...own, group: parent.group, gid: parent.gid })
}

function move(state: State, from: string, to: string) {
  const node = nodeAt(state, from) ?? { type: 'unknown' as const }
  const below = [...state.nodes].filter(([path]) => isBelow(path, from))
  forgetBelow(state, to)
  touch(state, to, node.type === 'directory' && !node.below ? { ...node, below: 'unknown' } : node)
  for (const [path, inner] of below) touch(state, to + path.slice(from.length), inner)
  forgetBelow(state, from)
  touch(state, from, { type: 'absent' })
}
