import type { JournalEntry, JournalRun } from './journal.ts'
import { isTooLong } from './paths.ts'

/** An operation as a journal tells it afterwards. */
export interface JournalRecord {
  readonly entry: JournalEntry
  /** Mode, user and group of what was at its path, by numbers. */
  readonly attributes?: NumberedAttributes | undefined
  /** Bytes of it, where it was a file. */
  readonly size?: number | undefined
  /** How many names it had, where that is known. */
  readonly names?: number | undefined
  /** What the host has found of files of which nobody knew: before, and of what was put there. */
  readonly foundBefore?: Digests | undefined
  readonly foundAfter?: Digests | undefined
  /** Why what was there is not kept. */
  readonly unkept?: string | undefined
  /** Of a script: what was at each of its paths, and what it left there. */
  readonly seen: readonly SeenPath[]
  /** How it ended: its status, `undone` where all of it was taken back, or undefined where nobody knows. */
  readonly end?: number | 'undone' | undefined
  /** The host has put it back by itself, as what is guarded. */
  readonly putBack?: true
}

export interface NumberedAttributes {
  readonly mode: number
  readonly uid: number
  readonly gid: number
}

export interface SeenPath {
  /** Where what was there is kept: the number of the operation and of the path, or of the first of its folder and its own name. */
  readonly name: string
  readonly path: string
  readonly before: Seen
  readonly after?: Seen | undefined
  readonly unkept?: string | undefined
}

/** What is in a file: its digest, or that mixed with the salt of the run. */
interface Digests {
  readonly sha256?: string | undefined
  readonly keyed?: string | undefined
}

export interface Seen extends Digests {
  readonly type: string
  readonly attributes?: NumberedAttributes | undefined
}

/** All that a journal tells of a run. */
export interface JournalOfRun {
  /** Where it is on the host. */
  readonly folder: string
  readonly run: JournalRun
  readonly records: readonly JournalRecord[]
  /** `died`: it did not say that it has ended; `open`: nor has anybody looked since. */
  readonly state: 'ended' | 'died' | 'open' | 'running'
  /** The hosts on which it was rolled back, as the inventory calls them. */
  readonly undone: readonly string[]
}

/** What a journal says that a run is; undefined where that is no such text. */
export function readRun(text: string): JournalRun | undefined {
  const found = parsed(text)
  const words = ['id', 'at', 'by', 'playbook', 'salt']
  if (found === undefined || words.some((word) => typeof found[word] !== 'string')) return undefined
  if (![found.commit, found.undoes].every((word) => word === undefined || typeof word === 'string')) return undefined
  return /^[\w-]{1,64}$/.test(String(found.id)) ? (found as unknown as JournalRun) : undefined
}

type Open<Type> = { -readonly [Key in keyof Type]: Type[Key] }

/** What a log says; lines that are none of its kind, such as a last one that is not whole, say nothing. */
export function readLog(text: string): JournalRecord[] {
  const records = new Map<string, Open<Omit<JournalRecord, 'seen'>> & { readonly seen: Open<SeenPath>[] }>()
  const seen = new Map<string, Open<SeenPath>>()
  const unkept = new Map<string, string>()
  for (const line of text.split('\n')) {
    const [word = '', name = '', ...rest] = line.split(' ')
    const entry = word === 'b' ? readEntry(line.slice(2)) : undefined
    if (entry !== undefined) records.set(String(entry.n), { entry, seen: [] })
    if (word === 'u') unkept.set(name, rest.join(' '))
    const record = records.get(name.split('.')[0] ?? '')
    if (record === undefined) continue
    if (word === 'w') {
      record.attributes = numbered(rest[0])
      record.size = /^\d{1,15}$/.test(rest[1] ?? '') ? Number(rest[1]) : undefined
      record.names = /^\d{1,9}$/.test(rest[2] ?? '') ? Number(rest[2]) : undefined
    }
    if (word === 'd') record.foundBefore = digestsOf(rest[0])
    else if (word === 'a') record.foundAfter = digestsOf(rest[0])
    else if (word === 'e') record.end = rest[0] === undefined ? 0 : Number(rest[0])
    else if (word === 'x') {
      record.end = 'undone'
      if (rest[0] === 'back') record.putBack = true
    } else if (word === 'u') record.unkept = unkept.get(name)
    else if (word === 'p' && isSoundName(name) && isSoundPath(rest.slice(3).join(' '))) {
      const one = { name, path: rest.slice(3).join(' '), before: seenOf(rest), unkept: unkept.get(name) }
      record.seen.push(one)
      seen.set(name, one)
    } else if (word === 'q') {
      const found = seen.get(name)
      if (found !== undefined) found.after = seenOf(rest)
    }
  }
  return [...records.values()]
}

function readEntry(text: string): JournalEntry | undefined {
  const found = parsed(text)
  const isOne =
    Number.isSafeInteger(found?.n) &&
    [found?.host, found?.step, found?.title, found?.op].every((one) => typeof one === 'string')
  const paths = [found?.path, found?.to, ...(Array.isArray(found?.paths) ? found.paths : [])]
  const isSound = paths.every((path) => path === undefined || isSoundPath(path))
  const isKnown = [found?.before, found?.after].every((one) => one === undefined || isKept(one))
  return isOne && isSound && isKnown && isUndo(found?.undo) ? (found as unknown as JournalEntry) : undefined
}

const isSoundName = (name: string): boolean => /^\d+\.\d+(\/(?!\.\.?$)[^/]+)?$/.test(name)

const isSoundPath = (path: unknown): boolean => typeof path === 'string' && path.startsWith('/') && !isTooLong(path)

/** What was at a path, with each word of the kind that it is to be. */
function isKept(found: unknown): boolean {
  if (typeof found !== 'object' || found === null || !('type' in found) || typeof found.type !== 'string') return false
  return Object.entries(found).every(
    ([name, value]) => value === undefined || typeof value === (numbers.has(name) ? 'number' : 'string'),
  )
}

const numbers = new Set(['mode', 'uid', 'gid', 'size'])

function isUndo(found: unknown): boolean {
  if (found === undefined || found === 'files') return true
  if (typeof found !== 'object' || found === null) return false
  const [word] = ['script' in found ? found.script : undefined, 'keeps' in found ? found.keeps : undefined].filter(
    Boolean,
  )
  return typeof word === 'string'
}

function seenOf([type = '', attributes, sum = '-']: readonly string[]): Seen {
  return { type, attributes: numbered(attributes), ...(digestsOf(sum) ?? {}) }
}

function digestsOf(sum = ''): Digests | undefined {
  const keyed = sum.startsWith('k') ? digest(sum.slice(1)) : undefined
  const sha256 = digest(sum)
  return keyed === undefined && sha256 === undefined ? undefined : { sha256, keyed }
}

function numbered(text = ''): NumberedAttributes | undefined {
  const [, mode, uid, gid] = /^([0-7]{1,5}):(\d{1,10}):(\d{1,10})$/.exec(text) ?? []
  return mode === undefined ? undefined : { mode: Number.parseInt(mode, 8), uid: Number(uid), gid: Number(gid) }
}

const digest = (text = ''): string | undefined => (/^[0-9a-f]{64}$/.test(text) ? text : undefined)

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const found = JSON.parse(text)
    return typeof found === 'object' && found !== null && !Array.isArray(found) ? found : undefined
  } catch {
    return undefined
  }
}
