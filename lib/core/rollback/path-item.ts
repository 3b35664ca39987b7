import type { CommandAnswer, ContentAnswer, DigestAnswer, FoundAttributes, ListAnswer, PathAnswer } from '../answers.ts'
import { lacking } from '../attributes.ts'
import { digestOf, sha256, shownLimit } from '../content.ts'
import { commandFact, contentFact, digestFact, type Fact, listFact, pathFact } from '../fact.ts'
import { isRefusal, type Refusal, refuse, warn } from '../failure.ts'
import { keyed } from '../journal.ts'
import type { Operation } from '../operation.ts'
import { attributesOf } from '../operation.ts'
import type { Left, PastPath } from '../past-paths.ts'
import type { Planned } from '../resource.ts'

/** What a host's shell does of it. */
export interface PathScripts {
  /** Puts a copy of what is kept in its place. */
  restore(from: string, to: string): string
  /** Names what is below a folder and newer than a file: nothing where nothing is. */
  newer(folder: string, than: string): string
}

export interface PathReads {
  readonly at: Fact<PathAnswer>
  readonly now: Fact<DigestAnswer>
  readonly inside?: Fact<ListAnswer> | undefined
  readonly kept?: Fact<PathAnswer> | undefined
  readonly newer?: Fact<CommandAnswer> | undefined
  readonly copy?: Fact<DigestAnswer> | undefined
  readonly text?: Fact<ContentAnswer> | undefined
}

export interface PathAnswers {
  readonly at: PathAnswer
  readonly now: DigestAnswer
  readonly inside?: ListAnswer
  readonly kept?: PathAnswer
  readonly newer?: CommandAnswer
  readonly copy?: DigestAnswer
  readonly text?: ContentAnswer
}

/** What of a path, and of the copy of what was there, tells whether it can be given back. */
export function pathReads({ path, before, after, was, size, salt, log }: PastPath, scripts: PathScripts): PathReads {
  const isFile = before.type === 'file'
  const isMade = after?.type === 'directory' && before.type !== 'directory'
  const isShort = isFile && salt === undefined && size !== undefined && size <= shownLimit
  return {
    at: pathFact(path),
    now: digestFact(path, isShort ? before.sha256 : undefined),
    ...(isMade ? { inside: listFact(path) } : {}),
    ...(isMade && log !== undefined ? { newer: commandFact(scripts.newer(path, log), []) } : {}),
    ...(isFile ? { copy: digestFact(was) } : {}),
    ...(isShort ? { text: contentFact(was) } : {}),
    ...(['symlink', 'directory', 'other'].includes(before.type) ? { kept: pathFact(was) } : {}),
  }
}

/** The operations that give back what was at a path: where nobody has changed it since. */
export function pathPlan(one: PastPath, answers: PathAnswers, scripts: PathScripts): Planned {
  const { path, before, after, unkept } = one
  if (answers.at.type === 'denied') return refuse(`${path} may not be looked at`, 'give --become')
  if (isBefore(one, answers)) return []
  if (after === undefined)
    return refuse(
      `nobody knows what the run has left at ${path}`,
      `see what it is, then give --keep ${path} to leave it as it is`,
    )
  if (!isSame(after, one.salt, answers) || !hasAttributes(after, answers.at))
    return refuse(
      `${path} is no longer what that run left: it has been changed since`,
      `change it by hand, or give --keep ${path} to leave it as it is`,
    )
  if (unkept !== undefined)
    return refuse(
      `what was at ${path} was not kept (${/^\d+$/.test(unkept) ? `${unkept} kB` : 'it could not be'})`,
      `give --keep ${path} to leave it as it is`,
    )
  const { at } = answers
  if (before.type === 'attributes') return attributesPlan(one, at)
  const clear = at.type === 'directory' && before.type !== 'directory' ? cleared(path, answers) : []
  if (isRefusal(clear)) return before.type === 'absent' ? warn(`kept: ${clear.refusal}`) : clear
  switch (before.type) {
    case 'absent':
      return at.type === 'directory' ? clear : [{ op: 'remove', path }]
    // A link that leads to itself is a thing of its own.
    case 'other':
    case 'symlink': {
      const target = before.target ?? (answers.kept?.type === 'symlink' ? answers.kept.target : undefined)
      return target === undefined ? noCopy(path) : [...clear, { op: 'symlink', path, target }]
    }
    case 'file':
      return filePlan(one, answers, clear, scripts)
    case 'directory':
      return directoryPlan(one, answers, scripts)
    default:
      return refuse(`it is not known what was at ${path}`, `give --keep ${path} to leave it as it is`)
  }
}

/** Takes away a folder that the run has made: where nothing is in it that the run did not put there. */
function cleared(path: string, { inside, newer }: PathAnswers): readonly Operation[] | Refusal {
  const names = inside?.type === 'directory' ? inside.names : ['something']
  if (names.length === 0) return [{ op: 'remove', path, empty: true }]
  if (newer?.status === 0 && newer.output.trim() === '') return [{ op: 'remove', path }]
  const since = newer === undefined ? names : newer.output.trim().split('\n')
  const told = `${since.slice(0, 3).join(', ')}${since.length > 3 ? ' and more' : ''}`
  return refuse(`${path} holds ${told}, which the run did not put there`, 'move it away, then run again')
}

function filePlan(
  { path, before, was, salt }: PastPath,
  { at, copy, text }: PathAnswers,
  clear: readonly Operation[],
  { restore }: PathScripts,
): Planned {
  if (copy?.type !== 'file') return noCopy(path)
  const isWhole =
    before.keyed !== undefined
      ? keyed(salt ?? '', copy.sha256) === before.keyed
      : before.sha256 === undefined
        ? salt !== undefined
        : copy.sha256 === before.sha256
  if (!isWhole)
    return refuse(`what is kept of ${path} is not what was saved`, `give --keep ${path} to leave it as it is`)
  const attributes = asFound(copy)
  if (at.type === 'file' && text?.type === 'file' && digestOf(text.content) === copy.sha256)
    return [{ op: 'write', path, content: text.content, ...attributes }]
  return [
    ...clear,
    {
      op: 'run',
      script: restore(was, path),
      effects: { makes: [{ path, type: 'file', sha256: copy.sha256, ...attributes }] },
    },
  ]
}

function directoryPlan({ path, before, was }: PastPath, { at, kept }: PathAnswers, { restore }: PathScripts): Planned {
  if (at.type === 'directory') return attributesOnly(path, before, at)
  if (kept?.type === 'directory')
    return [{ op: 'run', script: restore(was, path), effects: { makes: [{ path, type: 'directory' }], unknown: [] } }]
  if (at.type !== 'absent') return noCopy(path)
  return [{ op: 'directory', path, ...numbered(before) }]
}

const attributesPlan = ({ path, before }: PastPath, at: PathAnswer): Planned =>
  at.type === 'file' || at.type === 'directory' ? attributesOnly(path, before, at) : noCopy(path)

function attributesOnly(path: string, before: Left, at: FoundAttributes): Operation[] {
  const lacks = lacking(numbered(before), at)
  return Object.keys(lacks).length === 0 ? [] : [{ op: 'attributes', path, ...lacks }]
}

const numbered = ({ numbers }: Left) =>
  numbers === undefined ? {} : { mode: numbers.mode, owner: String(numbers.uid), group: String(numbers.gid) }

const asFound = ({ mode, owner, group, uid, gid }: FoundAttributes) =>
  attributesOf({ mode, owner: uid?.toString() ?? owner, group: gid?.toString() ?? group })

const noCopy = (path: string) =>
  refuse(`what was at ${path} is no longer kept`, `give --keep ${path} to leave it as it is`)

const isBefore = ({ before, salt, within }: PastPath, answers: PathAnswers): boolean => {
  const { at, kept } = answers
  if (within && at.type === 'absent') return true
  const type = before.type === 'other' && at.type === 'symlink' ? 'symlink' : before.type
  const target = before.target ?? (kept?.type === 'symlink' ? kept.target : undefined)
  return isSame({ ...before, type, target }, salt, answers) && hasAttributes(before, at)
}

/** What a script has made has attributes that nobody knows before it has run. A number says what no name says. */
function hasAttributes(left: Left, at: PathAnswer): boolean {
  if (at.type !== 'file' && at.type !== 'directory') return true
  if (Object.keys(lacking(attributesOf(left), at)).length > 0) return false
  const { numbers, mode, owner, group } = left
  const isOf = (found: number | undefined, wanted: number | undefined) =>
    wanted === undefined || (found ?? wanted) === wanted
  return (
    (mode !== undefined || isOf(at.mode, numbers?.mode)) &&
    (owner !== undefined || isOf(at.uid, numbers?.uid)) &&
    (group !== undefined || isOf(at.gid, numbers?.gid))
  )
}

/** Whether something is at a path as it is told: what is not told is no difference, but for what is in a file. */
function isSame(left: Left, salt: string | undefined, { at, now }: PathAnswers): boolean {
  if (left.type === 'attributes')
    return (at.type === 'file' || at.type === 'directory') && Object.keys(lacking(attributesOf(left), at)).length === 0
  if (left.type !== at.type) return false
  if (left.type === 'symlink') return at.type === 'symlink' && leadsThere(left, salt, at.target)
  if (left.type !== 'file') return true
  return now.type === 'file' && isDigest(left, salt, now.sha256)
}

/** Of a link that a script has made, the digest of its target is known. */
const leadsThere = (left: Left, salt: string | undefined, target: string): boolean =>
  left.target === undefined ? isDigest(left, salt, sha256(Buffer.from(target))) : left.target === target

const isDigest = (left: Left, salt: string | undefined, digest: string): boolean =>
  left.keyed === undefined ? left.sha256 === digest : salt !== undefined && keyed(salt, digest) === left.keyed
