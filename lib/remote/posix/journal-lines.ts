import type { StagedOperation } from '../dialect/operation-scripts.ts'
import type { Placed } from './batch-places.ts'
import { notKept } from './journal-functions.ts'
import { keptWord } from './note-lines.ts'
import { quote } from './quote.ts'
import { seenLines } from './seen-lines.ts'

/** A command that writes of operations that they are about to begin, with the attributes of what is there. */
export function beginLines(placed: readonly Placed[]): string[] {
  const words = placed.flatMap(({ entry, index }) =>
    entry === undefined
      ? []
      : [begun(entry), `\${rb_a${index}:+"w ${entry.n} $rb_a${index} $rb_s${index} $rb_h${index}"}`],
  )
  const logged = words.length === 0 ? [] : [`rb_log ${words.join(' ')}`]
  return [...logged, ...placed.flatMap(digestLines)].map((line) => `rb_k=${placed[0]?.index} && ${line}`)
}

const begun = (entry: NonNullable<StagedOperation['entry']>): string => quote(`b ${JSON.stringify(entry)}`)

/** What no plan knew is asked here. */
const digestLines = ({ entry, path, salt }: Placed): string[] =>
  entry?.before?.type === 'file' && entry.before.sha256 === undefined && entry.before.keyed === undefined
    ? [`rb_digest d ${entry.n} ${quote(path)} ${quote(salt ?? '')}`]
    : []

/** The same, of what was made ready and nobody knew before. */
export const madeLines = (placed: readonly Placed[]): string[] =>
  placed.flatMap(({ entry, ready, index, salt }) =>
    entry?.after?.type === 'file' && entry.after.sha256 === undefined && entry.after.keyed === undefined && ready
      ? [`rb_k=${index} && rb_digest a ${entry.n} ${quote(ready)} ${quote(salt ?? '')}`]
      : [],
  )

/** What is guarded is put back from here on: before, nothing has its place, and what is kept may not be whole. */
export const switchLines = (placed: readonly Placed[]): string[] => {
  const words = placed.flatMap(({ entry }) => (entry?.within === undefined ? [] : [`'s ${entry.n}'`]))
  return words.length === 0 ? [] : [`rb_log ${words.join(' ')}`]
}

/** Keeps what gives way, before it does: all of it where there is a journal. */
export function keepLines(one: Placed, isLast: boolean): string[] {
  const { net, kept, entry, path } = one
  if (kept === undefined) return []
  const words = `${quote(path)} ${keptWord(one)} ${entry?.n ?? 0}`
  const isCopied = net.operation.op === 'remove' || (net.operation.op === 'write' && net.operation.inPlace === true)
  if (isCopied) return entry === undefined ? [] : [`rb_copied ${words}`]
  if (!isLast) return [`rb_keep ${words}`]
  return entry === undefined ? [] : [`{ [ -z "\${rb_j-}" ] || rb_keep ${words}; }`]
}

/** How each of a batch that is done ended, and of which there was no room for what was there: `rb_a` is set where something was. */
export const doneLines = (placed: readonly Placed[]): string[] => [
  ...placed.flatMap(({ kept, entry, index, path }) =>
    kept === undefined || entry === undefined
      ? []
      : [
          `[ -z "\${rb_a${index}-}" ] || ! rb_unkept ${entry.n} || rb_n${index}="\${rb_n${index}:+$rb_n${index}; }"${quote(`${path} ${notKept}`)}`,
        ],
  ),
  ...placed.map(({ index }) => `rb_end ${index} 0 "\${rb_n${index}-}"`),
]

/** What the journal says at the end: all is done, or all is as it was, and nothing of it is kept. */
export const endLine = (placed: readonly Placed[], word: 'e' | 'x'): string => {
  const ends = placed.flatMap(({ entry }) => (entry === undefined ? [] : [`'${word} ${entry.n}'`]))
  return ends.length === 0 ? ':' : `rb_log ${ends.join(' ')}`
}

export const unkeepLines = (placed: readonly Placed[]): string[] =>
  placed.flatMap((one) =>
    one.entry === undefined || one.kept === undefined ? [] : [`rb_unkeep ${quote(one.path)} ${keptWord(one)}`],
  )

/**
 * Paths that are flushed with what they tell of: a log says nothing without the run that it is of, and neither is found in a
 * folder whose name is not on the disk.
 */
export const journalFiles = `\${rb_j:+"$rb_j/log" "$rb_j/was" "$rb_j/run" "$rb_j/pids" "$rb_j" "$rb_jr"}`

/**
 * A command around one that is carried out by itself: what is there before, and after it. Of what runs on, `rb_ended` says that, when it
 * is known how it ended (`x`).
 */
export function aroundRun(one: StagedOperation): { readonly before: string[]; readonly after: string[] } {
  const { entry, net } = one
  if (entry === undefined) return { before: [], after: [] }
  const ended = [...seenLines('q', one), `rb_log "e ${entry.n} $x"`]
  const runsOn = net.operation.op === 'run' && net.operation.detached !== undefined
  return {
    before: [`rb_log ${begun(entry)}`, ...seenLines('p', one), `{ [ -z "\${rb_j-}" ] || rb_flush ${journalFiles}; }`],
    after: runsOn ? [`rb_ended() { ${ended.join('\n')}\n}`, '[ $x = 0 ] || rb_ended'] : ended,
  }
}
