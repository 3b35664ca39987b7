import type { ArchiveAnswer, ArchiveEntry, Attributes, FoundAttributes, LocalAnswer } from './answers.ts'
import { chosenEntries } from './archive-entries.ts'
import { foundAttributes, lacking, withAttributes } from './attributes.ts'
import { isLocal, type LocalSource } from './content.ts'
import {
  type AttributesBelow,
  attributesOf,
  type Effects,
  type Made,
  type Operation,
  type Unpacks,
} from './operation.ts'
import { ancestry, isBelow, join, parentOf, segments } from './paths.ts'
import type { Question } from './question.ts'
import { keyOf, pathsOf } from './question.ts'
import { forgetBelow, forgetHost, heldBy, type Node, nodeAt, realPath, type State, touch } from './state.ts'

/** Who makes things on the host: the owner and group of what is new. */
export interface Identity {
  readonly user: string
  readonly group: string
  readonly uid?: number | undefined
  readonly gid?: number | undefined
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
      effects(state, operation.effects)
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

type Attributed = Extract<Node, { type: 'file' | 'directory' }>

/** The node with these attributes: what is no longer known of them is left out. */
function attributed(node: Attributed, given: Attributes): Node {
  const { mode, owner, group, uid, gid, ...rest } = node
  return { ...rest, ...withAttributes({ mode, owner, group, uid, gid }, given) }
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

function effects(
  state: State,
  { makes = [], unpacks, owned = [], attributes = [], unknown = [], answers = [], restarts }: Effects,
) {
  if (restarts) return forgetHost(state)
  for (const path of unknown) {
    const real = realPath(state, path, true)
    forgetBelow(state, real)
    touch(state, real, { type: 'unknown' })
  }
  for (const made of makes) {
    const real = realPath(state, made.path)
    forgetBelow(state, real)
    touch(state, real, madeNode(made))
  }
  if (unpacks) unpack(state, unpacks)
  for (const { path, owner } of owned) give(state, { path, owner, modes: {} })
  for (const one of attributes) give(state, one)
  for (const { question, answer } of answers) state.answers.set(keyOf(question), answer)
}

function give(state: State, { path, owner, group, modes }: AttributesBelow) {
  const root = realPath(state, path, true)
  const modeOf = (node: Attributed) => (node.type === 'directory' ? modes.directory : fileMode(node, modes))
  const after = (node: Attributed) => {
    const mode = modeOf(node)
    return mode === undefined ? owned(node, owner, group) : attributed(node, attributesOf({ owner, group, mode }))
  }
  const top = nodeAt(state, root)
  if (top?.type === 'file' || top?.type === 'directory') touch(state, root, after(top))
  for (const [real, node] of state.nodes)
    if ((node.type === 'file' || node.type === 'directory') && isBelow(real, root)) state.nodes.set(real, after(node))
}

/** Of a file whose mode is not known, nobody knows which of two it gets. */
function fileMode({ mode }: FoundAttributes, { file, executable }: AttributesBelow['modes']): number | undefined {
  if (mode === undefined) return file === executable ? file : undefined
  return (mode & 0o100) === 0 ? file : executable
}

/** As `chown` leaves it: the kernel takes the bits from a file that let it run as its owner or its group. */
function owned(node: Attributed, owner: string | undefined, group: string | undefined): Node {
  const given = attributed(node, attributesOf({ owner, group }))
  const { mode } = node
  const differs = Object.keys(lacking(attributesOf({ owner, group }), node)).length > 0
  if (node.type === 'directory' || mode === undefined || !differs) return given
  return { ...given, mode: mode & ~((mode & 0o010) === 0 ? 0o4000 : 0o6000) } as Node
}

function madeNode(made: Made): Node {
  switch (made.type) {
    case 'absent':
      return { type: 'absent' }
    case 'symlink':
      return { type: 'symlink', target: made.target }
    case 'directory':
      return { type: 'directory', predicted: true, below: 'unknown' }
    case 'file':
      return {
        type: 'file',
        predicted: true,
        ...withAttributes({}, made),
        ...(made.content ? { content: made.content } : {}),
        ...(made.sha256 === undefined ? {} : { sha256: made.sha256 }),
      }
  }
}

function unpack(state: State, { archive, path, owner, group, ...choice }: Unpacks) {
  const root = realPath(state, path, true)
  const listed = state.answers.get(keyOf({ ask: 'archive', source: archive })) as ArchiveAnswer | undefined
  const folder: Node = { type: 'directory', below: 'absent', predicted: true, ...withAttributes({}, { owner, group }) }
  const before = nodeAt(state, root)
  touch(state, root, before?.type === 'directory' ? { ...folder, ...foundAttributes(before) } : folder)
  if (listed === undefined || !('entries' in listed)) return
  for (const { entry, path: name } of chosenEntries(listed.entries, choice)) {
    segments(name)
      .slice(0, -1)
      .reduce((above, part) => {
        const next = join(above, part)
        if (state.nodes.get(next)?.type !== 'directory') state.nodes.set(next, folder)
        return next
      }, root)
    state.nodes.set(`${root}/${name}`, entryNode(entry, archive, folder))
  }
}

function entryNode(entry: ArchiveEntry, { file, entries = [] }: LocalSource, folder: Node): Node {
  switch (entry.type) {
    case 'directory':
      return folder
    case 'symlink':
      return { type: 'symlink', target: entry.target ?? '' }
    case 'file':
      return {
        ...(folder.type === 'directory' ? foundAttributes(folder) : {}),
        type: 'file',
        predicted: true,
        content: { source: { file, entries: [...entries, entry.path] }, size: entry.size },
      }
  }
}
