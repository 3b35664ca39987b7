import type { Attributes } from './answers.ts'
import type { JournalOfRun, JournalRecord, NumberedAttributes } from './journal-log.ts'
import { ancestry, parentOf } from './paths.ts'

/** What a run has made of one path, from before its first operation there to after its last. */
export interface PastPath {
  readonly path: string
  /** Counts its first operation there, and its last. */
  readonly first: number
  readonly last: number
  /** Which of the journals has it. */
  readonly journal: number
  readonly before: Left
  /** Undefined: nobody knows how it ended. */
  readonly after: Left | undefined
  /** It is below a folder that was not there before: it goes with that. */
  readonly within: boolean
  /** Where what was there is kept on the host. */
  readonly was: string
  /** A script has made it, and the log of its run is there: what is newer than that was made since. */
  readonly log: string | undefined
  /** Bytes, of a file, where they are known. */
  readonly size: number | undefined
  /** How many names the file had, where that is known. */
  readonly names: number | undefined
  /** Why it is not kept. */
  readonly unkept: string | undefined
  /** What digests are mixed with, of a path that has to do with a secret. */
  readonly salt: string | undefined
}

/** What is, or was, at a path: `attributes`, where nothing else was touched. */
export interface Left extends Attributes {
  readonly type: string
  readonly sha256?: string | undefined
  readonly keyed?: string | undefined
  readonly target?: string | undefined
  readonly numbers?: NumberedAttributes | undefined
}

/** The paths of a run on a host, by the journals of all who acted there, in the order in which they were first touched. */
export function pastPaths(journals: readonly JournalOfRun[]): PastPath[] {
  const touches = journals
    .flatMap(({ folder, run, records }, journal) =>
      records.flatMap((one) => touchesOf(one, { folder, salt: run.salt, journal })),
    )
    .sort((a, b) => a.first - b.first)
  const byPath = new Map<string, PastPath>()
  for (const one of touches) {
    const earlier = byPath.get(one.path)
    byPath.set(one.path, earlier === undefined ? one : joined(earlier, one))
  }
  const all = [...byPath.values()]
  const gone = new Set(all.flatMap(({ path, before }) => (before.type === 'absent' ? [path] : [])))
  return all.map((one) => ({ ...one, within: ancestry(parentOf(one.path)).some((above) => gone.has(above)) }))
}

interface Place {
  readonly folder: string
  readonly salt: string
  readonly journal: number
}

function touchesOf({ entry, end, ...record }: JournalRecord, { folder, salt, journal }: Place): PastPath[] {
  if (end === 'undone') return []
  const { n, path, before, after } = entry
  const place = { within: false, first: n, last: n, journal, log: entry.op === 'run' ? `${folder}/log` : undefined }
  const secret = (...lefts: readonly (Left | undefined)[]) =>
    lefts.some((one) => one?.keyed !== undefined) ? salt : undefined
  if (entry.op === 'run')
    return record.seen.flatMap((one) => {
      if (one.before.type === 'directory' && one.after?.type === 'directory') return []
      const [from, to] = [leftOf(one.before), one.after && leftOf(one.after)]
      const was = `${folder}/was/old-${one.name}`
      return [
        {
          ...place,
          path: one.path,
          before: from,
          after: to,
          was,
          size: undefined,
          names: undefined,
          unkept: one.unkept,
          salt: secret(from, to),
        },
      ]
    })
  if (path === undefined || before === undefined || after === undefined || entry.op === 'move') return []
  const numbers = record.attributes
  const from =
    entry.op === 'attributes' ? { type: 'attributes', numbers } : { ...before, ...record.foundBefore, numbers }
  // What is written over a file keeps of its attributes what is not given.
  const kept = entry.op === 'write' && before.type === 'file' ? { numbers } : {}
  const to = { ...after, ...record.foundAfter, ...kept }
  const { size, names, unkept } = record
  return [
    {
      ...place,
      path,
      before: from,
      after: to,
      was: `${folder}/was/old-${n}`,
      size,
      names: before.type === 'file' ? names : undefined,
      unkept,
      salt: secret(before, after, from, to),
    },
  ]
}

const leftOf = ({ attributes, ...seen }: JournalRecord['seen'][number]['before']): Left => ({
  ...seen,
  numbers: attributes,
})

/** Attributes alone say nothing of what is in a file: what comes before, or after, does. */
function joined(earlier: PastPath, later: PastPath): PastPath {
  const only = earlier.before.type === 'attributes'
  const { numbers } = earlier.before
  const kept = only ? { ...later, before: { ...later.before, numbers: numbers ?? later.before.numbers } } : earlier
  const after =
    later.after?.type === 'attributes' && earlier.after !== undefined
      ? { ...earlier.after, ...withoutType(later.after) }
      : later.after
  return {
    ...kept,
    log: earlier.log ?? later.log,
    first: earlier.first,
    last: later.last,
    after,
    salt: earlier.salt ?? later.salt,
  }
}

const withoutType = ({ type: _, ...rest }: Left): Partial<Left> => rest
