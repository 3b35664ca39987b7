import { gunzipSync } from 'node:zlib'
import type { CommandAnswer, EntryAnswer } from '../../core/answers.ts'
import { contentOf } from '../../core/content.ts'
import type { Died } from '../../core/died.ts'
import { Refused, refuse } from '../../core/failure.ts'
import { readLog, readRun } from '../../core/journal-log.ts'
import { ancestry, isAtOrBelow, join } from '../../core/paths.ts'
import type { Identity } from '../../core/predict.ts'
import { type HostQuestion, keyOf, noteKey, questionWords } from '../../core/question.ts'
import type { Held, Node } from '../../core/state.ts'
import type { Probed } from '../dialect.ts'
import { type Cursor, cursor, wholeNumber } from './cursor.ts'
import { readOs } from './read-os.ts'
import { noSum } from './sha256.ts'

/** Reads the records that `probeScript` prints. Throws an Error that quotes what does not fit: the host is not what it seemed. */
export function readProbe(bytes: Uint8Array, questions: readonly HostQuestion[]): Probed {
  const from = cursor(bytes)
  const nodes = new Map<string, Node>()
  const answers = new Map<string, unknown>()
  const here: string[] = []
  const lists = new Map<string, Pick<Extract<Node, { type: 'directory' }>, 'names' | 'tree'> | undefined>()
  const digests: { readonly path: string; readonly question: HostQuestion }[] = []
  const contents: string[] = []
  const mounts = new Set<string>()
  const fixed = new Map<string, NonNullable<Held['fixed']>>()
  const writable = new Map<string, boolean>()
  const closed = new Set<string>()
  const told = new Set<number>()
  let identity: Identity = { user: '', group: '' }
  const next = { stat: 0, digest: 0 }
  const died: Died[] = []
  let dead = ''

  while (!from.atEnd()) {
    const line = from.line()
    const [kind = '', ...words] = line.split(' ')
    if (kind === 'i')
      identity = {
        ...identityOf(words.slice(2).join(' ')),
        uid: wholeNumber(words[0]),
        gid: wholeNumber(words[1]),
      }
    else if (kind === 'g') identity = { ...identity, groups: words.map(wholeNumber) }
    else if (kind === 'l') nodes.set(from.text(words[0]), { type: 'symlink', target: from.text(words[1]) })
    else if (kind === 'q') continue
    else if (kind === 'p') place(words, from.text(words[2]))
    else if (kind === 'n')
      lists.set(given(here.at(-1), line), words[0] === '!' ? undefined : { names: parts(from.text(words[0]), '/') })
    else if (kind === 't')
      lists.set(given(here.at(-1), line), { tree: parts(from.text(words[0]), '//').map((path) => path.slice(2)) })
    else if (kind === 's' && words[0] === '-') throw new Refused(noStat)
    else if (kind === 's') nodes.set(given(here[next.stat++], line), nodeOf(words))
    else if (kind === 'm') mounts.add(from.text(words[0]))
    else if (kind === 'r') writable.set(from.text(words[1]), isWritable(words[0]))
    else if (kind === 'w') closed.add(from.text(words[0]))
    else if (kind === 'a') fixed.set(from.text(words[1]), fixedAs(words[0]))
    else if (kind === 'h') digest(given(digests[next.digest++], line), words)
    else if (kind === 'b') contentsOf(words, from)
    else if (kind === 'z') contentsOf(words, unpacked(words, from))
    else if (kind === 'c')
      answers.set(keyOf(asked(words[0], 'command')), commandAnswer(from.text(words[1]), asked(words[0], 'command')))
    else if (kind === 'd') died.push(...diedRun(from.text(words[0]), from.text(words[1])))
    else if (kind === 'o') answers.set(keyOf(asked(words[0], 'os')), readOs(from.text(words[1])))
    else if (kind === 'e')
      answers.set(keyOf(asked(words[0], 'entry')), entryAnswer(words[1], asked(words[0], 'entry'), from.take(words[2])))
    else if (kind !== '') throw new Error(line)
  }
  const untold = questions.findIndex((_, index) => !told.has(index))
  if (untold >= 0) throw new Error(`no answer to question ${untold}`)
  if (next.stat !== here.length) throw new Error(`${here[next.stat]} vanished while it was looked at`)
  if (next.digest !== digests.length) throw new Error(`no digest of ${digests[next.digest]?.path}`)
  for (const [path, inside] of lists) listed(path, inside)
  const sorted = [...mounts].sort()
  for (const [path, node] of nodes)
    if (node.type === 'file' || node.type === 'directory') nodes.set(path, { ...node, ...heldAt(path, node.type) })
  if (identity.uid !== 0)
    for (const [path, node] of nodes)
      if (node.type === 'directory')
        nodes.set(path, { ...node, writable: { by: identity.user, is: !closed.has(path) } })
  // Whatever was done there would be done under another name.
  for (const path of nodes.keys())
    if (path.includes('\ufffd')) nodes.set(path, { type: 'other', what: 'place whose name is not UTF-8' })
  return { identity, nodes, answers, died }

  function place([index, kind = '']: readonly string[], real: string) {
    if (!placeKinds.includes(kind) || !isPath(real)) throw new Error(`p ${index} ${kind} ${real}`)
    const question = index === '-' ? undefined : asked(index, 'path', 'digest', 'content', 'list')
    if (kind === 'absent') nodes.set(real, { type: 'absent' })
    else if (kind === 'denied') nodes.set(real, { type: 'denied' })
    else if (kind === 'loop') nodes.set(real, { type: 'other', what: 'loop of links' })
    else if (kind === 'silent') nodes.set(real, silent(real))
    else here.push(real)
    if (kind === 'digest') digests.push({ path: real, question: given(question, real) })
    if (kind === 'content') contents.push(real)
  }
  function heldAt(path: string, type: 'file' | 'directory'): Held {
    const own = [
      ...(mounts.has(path) ? [path] : []),
      ...(type === 'file' ? [] : beginningWith(sorted, join(path, ''))),
    ].slice(0, 8)
    const how = fixed.get(path)
    const mount = ancestry(path).find((above) => writable.has(above))
    return {
      ...(own.length === 0 ? {} : { mounts: own }),
      ...(how === undefined ? {} : { fixed: how }),
      ...(mount === undefined || writable.get(mount) ? {} : { readOnly: mount }),
    }
  }
  /** The mount point itself is told first. */
  function silent(real: string): Node {
    if (dead === '' || !isAtOrBelow(real, dead)) dead = real
    return {
      type: 'other',
      what: real === dead ? 'mount that does not answer' : `path on ${dead}, a mount that does not answer`,
      silent: dead,
    }
  }
  function listed(path: string, inside: object | undefined) {
    const node = nodes.get(path)
    if (inside === undefined) nodes.set(path, { type: 'denied' })
    else if (node?.type === 'directory') nodes.set(path, { ...node, ...inside })
  }
  function digest({ path, question }: (typeof digests)[number], [sha256 = '', more]: readonly string[]) {
    const node = nodes.get(path)
    if (more === '+') contents.push(path)
    // Of a content, the digest was only a way to say less.
    if (question.ask === 'content' && more === '+') return
    if (sha256 === '-') throw new Refused(noSum)
    if (sha256 === '!') return void nodes.set(path, { type: 'denied' })
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error(`h ${sha256}`)
    if (more !== undefined && more !== '+') note(path, question, sha256, from.text(more))
    else if (question.ask === 'content' && !question.known?.includes(sha256))
      throw new Error(`the digest ${sha256} in place of a content`)
    if (node?.type === 'file') nodes.set(path, { ...node, sha256 })
  }
  function note(path: string, question: HostQuestion, sha256: string, said: string) {
    if (question.ask !== 'content' || question.note === undefined) throw new Error(`a note of ${path}`)
    answers.set(noteKey(path, question.note), { sha256, note: said })
  }
  function contentsOf(sizes: readonly string[], bytes: Cursor) {
    for (const [at, path] of contents.entries()) content(path, sizes[at], bytes)
  }
  function content(path: string, size: string | undefined, bytes: Cursor) {
    const node = nodes.get(path)
    if (size === '!') nodes.set(path, { type: 'denied' })
    else if (node?.type === 'file') nodes.set(path, { ...node, content: contentOf(bytes.take(size)) })
  }
  function asked(index: string | undefined, ...kinds: readonly HostQuestion['ask'][]): HostQuestion {
    const question = given(questions[wholeNumber(index)], `question ${index}`)
    if (!kinds.includes(question.ask)) throw new Error(`${kinds[0]} in answer to ${question.ask}`)
    told.add(Number(index))
    return question
  }
}

/** Of sorted texts those that begin so, but for that text itself: found by halves, for a host may name many. */
function beginningWith(sorted: readonly string[], start: string): string[] {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? '') < start) low = middle + 1
    else high = middle
  }
  const found: string[] = []
  for (let at = low; found.length < 8 && sorted[at]?.startsWith(start); at++)
    if (sorted[at] !== start) found.push(sorted[at] ?? '')
  return found
}

/** Longer than any that a host can look at: what is made of it takes its square. */
const isPath = (text: string): boolean => text.startsWith('/') && text.length <= 16_384

/** What is packed is as long as its sizes say, and no byte longer. */
function unpacked(sizes: readonly string[], from: Cursor): Cursor {
  const length = sizes.reduce((sum, size) => sum + (size === '!' ? 0 : wholeNumber(size)), 0)
  try {
    const bytes = gunzipSync(from.rest(), { maxOutputLength: Math.max(length, 1) })
    if (bytes.length === length) return cursor(bytes)
  } catch {
    // Told like any answer that does not fit.
  }
  throw new Error('what the host has packed cannot be unpacked')
}

function isWritable(word: string | undefined): boolean {
  if (word === 'ro' || word === 'rw') return word === 'rw'
  throw new Error(`r ${word}`)
}

function fixedAs(word: string | undefined): NonNullable<Held['fixed']> {
  if (word === 'immutable' || word === 'append-only') return word
  throw new Error(`a ${word}`)
}

function diedRun(run: string, log: string): Died[] {
  const found = readRun(run)
  return found === undefined ? [] : [{ run: found, records: readLog(log) }]
}

const noStat = refuse('the host has no stat', 'install it (Debian: coreutils)')

const placeKinds = ['absent', 'denied', 'loop', 'silent', 'here', 'digest', 'content', 'list', 'tree']

const parts = (text: string, end: string): string[] => text.split(end).slice(0, -1)

function given<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined) throw new Error(`an answer that was not asked for: ${what}`)
  return value
}

/** Which question was looked at when an answer broke off, in words: each is announced. */
export function unanswered(heard: Uint8Array, questions: readonly HostQuestion[]): string {
  const index = [
    ...Buffer.from(heard.slice(-tail))
      .toString('latin1')
      .matchAll(/^q (\d+)$/gm),
  ].at(-1)?.[1]
  const question = index === undefined ? undefined : questions[Number(index)]
  return question === undefined ? 'what was asked' : questionWords(question)
}

/** Bytes at the end of an answer in which the last announcement is looked for. */
const tail = 65536

function identityOf(names: string): Identity {
  const colon = names.indexOf(':')
  if (colon < 1) throw new Error(`${names} is no user and group`)
  return { user: names.slice(0, colon), group: names.slice(colon + 1) }
}

/** From the words of `stat`: raw mode, uid, gid, size, USER:GROUP. A user or group without a name has its number for one. */
function nodeOf([raw = '', uid = '', gid = '', size = '', ...names]: string[]): Node {
  if (!/^[0-9a-f]{1,8}$/.test(raw)) throw new Error(`s ${raw}`)
  const bits = Number.parseInt(raw, 16)
  const { user, group } = identityOf(names.join(' '))
  const known = {
    mode: bits & 0o7777,
    owner: user === 'UNKNOWN' ? uid : user,
    group: group === 'UNKNOWN' ? gid : group,
    uid: wholeNumber(uid),
    gid: wholeNumber(gid),
  }
  switch (bits & 0o170000) {
    case 0o100000:
      return { type: 'file', ...known, size: wholeNumber(size) }
    case 0o040000:
      return { type: 'directory', ...known }
    case 0o020000:
      return { type: 'other', what: 'character device' }
    case 0o060000:
      return { type: 'other', what: 'block device' }
    case 0o010000:
      return { type: 'other', what: 'named pipe' }
    default:
      return { type: 'other', what: 'socket' }
  }
}

function commandAnswer(text: string, question: HostQuestion): CommandAnswer {
  const space = text.lastIndexOf(' ')
  if (!/^\d+$/.test(text.slice(space + 1)))
    throw new Refused(
      refuse(`${questionWords(question)} is longer than can be read, so that it was broken off`, 'let it say less'),
    )
  return { status: wholeNumber(text.slice(space + 1)), output: text.slice(0, space) }
}

function entryAnswer(kind: string | undefined, question: HostQuestion, bytes: Uint8Array): EntryAnswer {
  if (kind === 'ok') return { content: contentOf(bytes) }
  if (kind !== 'missing' && kind !== 'notool' && kind !== 'silent') throw new Error(`e ${kind}`)
  const what = question.ask === 'entry' ? `${question.entry} in ${question.archive}` : 'the entry'
  return {
    missing:
      kind === 'notool'
        ? `${what}: the host has none of unzip, bsdtar, busybox, python3 or jar to read it`
        : kind === 'silent'
          ? `${what}, for its mount does not answer`
          : what,
  }
}
