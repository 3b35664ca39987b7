import { describe, type FileQuestion, followed, type ListQuestion, type NoLink, pathAnswer } from './answer-path.ts'
import type { ContentAnswer, DigestAnswer, ListAnswer, LocalAnswer, NotedAnswer, PathAnswer } from './answers.ts'
import { foundAttributes } from './attributes.ts'
import { digestOf, isLocal, type LocalSource, shownLimit, sizeOf } from './content.ts'
import { Refused, refuse } from './failure.ts'
import { ancestry, isAtOrBelow, isBelow, join, parentOf } from './paths.ts'
import type { HostQuestion, Question } from './question.ts'
import { isLocalQuestion, keyOf, type Noted, noteKey } from './question.ts'
import {
  changedPaths,
  digestOfNode,
  nodeAt,
  realPath,
  type State,
  type Unasked,
  type Unknown,
  unknown,
} from './state.ts'

/** What the state answers to a question: the answer, `unknown` (only the host can tell, later), or what to ask first. */
export function answer(state: State, question: Question): unknown | Unknown | Unasked {
  switch (question.ask) {
    case 'path':
      return pathAnswer(state, question.path, question.follow)
    case 'digest':
    case 'content':
      return fileAnswer(state, question)
    case 'list':
      return listAnswer(state, question)
    case 'entry':
      return entryAnswer(state, question)
    case 'command':
      return commandAnswer(state, question)
    default:
      return known(state, question)
  }
}

export const isUnasked = (value: unknown): value is Unasked =>
  typeof value === 'object' && value !== null && 'unasked' in value

function commandAnswer(state: State, { standing, ...question }: CommandQuestion): unknown {
  const found = isStale(state, question) ? unknown : known(state, question)
  const fails = typeof found === 'object' && found !== null && 'status' in found && found.status !== 0
  return standing && fails && state.runs.count > 0 ? unknown : found
}

function known(state: State, question: Question): unknown {
  // What a host runs stays the same.
  if (state.runs.restarted && !isLocalQuestion(question) && question.ask !== 'os') return unknown
  const key = keyOf(question)
  return state.answers.has(key) ? state.answers.get(key) : { unasked: question }
}

function fileAnswer(state: State, question: FileQuestion): DigestAnswer | NotedAnswer | Unknown | Unasked {
  const { ask } = question
  const found = followed(state, question)
  if (found === unknown || isUnasked(found) || !('node' in found)) return found
  const { node, real } = found
  const described = describe(state, node, real)
  if (node.type !== 'file' || described.type !== 'file') return described as Exclude<NoLink, { type: 'file' }>
  const { content } = node
  if (content && isLocal(content) && (ask === 'content' || content.sha256 === undefined)) {
    return fromLocal(state, content.source, described, ask)
  }
  const unasked: Unasked = { unasked: { ...question, path: real } }
  if (question.ask === 'content') {
    if (content) return { ...described, content }
    const noted = notedAt(state, real, question)
    // A note is about the content that the host had then: a plan that writes another one has that content.
    if (noted !== undefined && noted.sha256 === node.sha256) return { ...described, ...noted }
    return node.predicted ? unknown : unasked
  }
  const sha256 = digestOfNode(node)
  if (sha256 === undefined) return node.predicted ? unknown : unasked
  const shown = content !== undefined || node.predicted || (node.size ?? 0) > shownLimit
  return shown || !isUnlike(state, sha256, question.unlike) ? { ...described, sha256 } : unasked
}

const notedAt = (state: State, real: string, { note }: ContentQuestion): Noted | undefined =>
  note === undefined ? undefined : (state.answers.get(noteKey(real, note)) as Noted | undefined)

/** Whether a digest is another than that of what is wanted, where that is known and short. */
function isUnlike(state: State, sha256: string, unlike: string | LocalSource | undefined): boolean {
  if (typeof unlike !== 'object') return unlike !== undefined && unlike !== sha256
  const wanted = state.answers.get(keyOf({ ask: 'local', source: unlike, want: 'digest' })) as LocalAnswer | undefined
  return wanted !== undefined && 'sha256' in wanted && wanted.sha256 !== sha256 && sizeOf(wanted.content) <= shownLimit
}

function listAnswer(state: State, question: ListQuestion): ListAnswer | Unknown | Unasked {
  const found = followed(state, question)
  if (found === unknown || isUnasked(found) || !('node' in found)) return found
  const { node, real } = found
  if (node.type !== 'directory') return describe(state, node, real) as Exclude<NoLink, { type: 'directory' }>
  const inside = [...state.nodes].filter(([at]) =>
    question.deep ? isBelow(at, real) : at !== real && parentOf(at) === real,
  )
  if (node.below === 'unknown' || inside.some(([, { type }]) => type === 'unknown')) return unknown
  const names = node.below === 'absent' ? [] : question.deep ? node.tree : node.names
  if (names === undefined) return { unasked: { ...question, path: real } }
  const gone = new Set(inside.flatMap(([at, { type }]) => (type === 'directory' ? [] : [at])))
  const kept = names.filter((name) => !ancestry(join(real, name)).some((at) => gone.has(at)))
  const made = inside.flatMap(([at, { type }]) => (type === 'absent' ? [] : [at.slice(join(real, '').length)]))
  return { type: 'directory', real, ...foundAttributes(node), names: [...new Set([...kept, ...made])].sort() }
}

/** A file that an archive of the controller will have brought: its bytes are read there. */
function fromLocal(
  state: State,
  source: LocalSource,
  found: Extract<PathAnswer, { type: 'file' }>,
  want: 'digest' | 'content',
): DigestAnswer | ContentAnswer | Unasked {
  const local = known(state, { ask: 'local', source, want }) as Unasked | LocalAnswer
  if (isUnasked(local)) return local
  if ('missing' in local) throw new Refused(refuse(local.missing, 'leave it as it is while this runs, then run again'))
  return { ...found, content: local.content, sha256: local.sha256 ?? digestOf(local.content) }
}

function entryAnswer(state: State, question: Extract<HostQuestion, { ask: 'entry' }>): unknown {
  const real = realPath(state, question.archive, true)
  const node = nodeAt(state, real)
  if (node?.type === 'unknown') return unknown
  if (node?.type === 'file' && node.content && isLocal(node.content)) {
    const { file, entries = [] } = node.content.source
    return known(state, { ask: 'local', source: { file, entries: [...entries, question.entry] }, want: 'content' })
  }
  if (node?.type === 'file' && node.predicted) return unknown
  if (node !== undefined && node.type !== 'file') return { missing: `${question.archive} is not a file` }
  return known(state, { ...question, archive: real })
}

type ContentQuestion = Extract<HostQuestion, { ask: 'content' }>
type CommandQuestion = Extract<HostQuestion, { ask: 'command' }>

function isStale(state: State, { inputs }: CommandQuestion): boolean {
  if (state.runs.count > 0 && inputs === undefined) return true
  const changed = changedPaths(state)
  if (inputs === undefined) return changed.length > 0
  const reals = inputs.map((input) => realPath(state, input, true))
  return changed.some((path) => reals.some((input) => isAtOrBelow(path, input) || isAtOrBelow(input, path)))
}
