import type { ArchiveAnswer, ArchiveEntry, Attributes, FoundAttributes } from './answers.ts'
import { chosenEntries } from './archive-entries.ts'
import { foundAttributes, lacking, withAttributes } from './attributes.ts'
import type { LocalSource } from './content.ts'
import { type AttributesBelow, attributesOf, type Effects, type Made, type Unpacks } from './operation.ts'
import { isBelow, join, segments } from './paths.ts'
import { keyOf } from './question.ts'
import { forgetBelow, forgetHost, type Node, nodeAt, realPath, type State, touch } from './state.ts'

/** Advances a state (in place) by what a script leaves behind, as far as its task has said. */
export function predictRun(
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

type Attributed = Extract<Node, { type: 'file' | 'directory' }>

/** The node with these attributes: what is no longer known of them is left out. */
export function attributed(node: Attributed, given: Attributes): Node {
  const { mode, owner, group, uid, gid, ...rest } = node
  return { ...rest, ...withAttributes({ mode, owner, group, uid, gid }, given) }
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
