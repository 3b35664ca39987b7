import type { PathAnswer } from '../answers.ts'
import type { Item } from '../build.ts'
import { each, type Fact, pathFact } from '../fact.ts'
import { refuse, warn } from '../failure.ts'
import { type JournalEntry, journalName } from '../journal.ts'
import type { JournalOfRun, JournalRecord } from '../journal-log.ts'
import type { Operation, UndoScript } from '../operation.ts'
import { type PastPath, pastPaths } from '../past-paths.ts'
import { isAtOrBelow } from '../paths.ts'
import type { Become, Planned, ReadsOf, Resource } from '../resource.ts'
import { type PathAnswers, type PathReads, type PathScripts, pathPlan, pathReads } from './path-item.ts'

/** What a host's shell does of it. */
export interface RollbackScripts extends PathScripts {
  /** Makes an empty file that says that something was done; or takes such files away. */
  mark(path: string): string
  /** The same, once a script has ended well. */
  marked(script: string, path: string): string
  unmark(paths: readonly string[]): string
}

export interface Rollback {
  readonly host: string
  readonly journals: readonly (JournalOfRun & { readonly as: Become })[]
  readonly scripts: RollbackScripts
  /** Paths that are left as they are, with all that is below them. */
  readonly keep: readonly string[]
}

/**
 * A run, undone on one host, as ordinary resources: what must end first, then each path as it was, the last change first,
 * then the scripts that make live what lies there, in their order; what stays is named. What one has done is marked in the
 * run's journal, so that where this is cut off the next one goes on.
 */
export function rollbackItems({ host, journals, scripts, keep }: Rollback, above: string): Item[] {
  const isKept = (path: string) => keep.some((one) => isAtOrBelow(path, one))
  /** What is kept goes with a folder that goes, or is moved. */
  const holdsKept = (path: string) => keep.some((one) => isAtOrBelow(one, path))
  const paths = pastPaths(journals).filter(
    ({ path, before }) =>
      !isOwn(path, journals) &&
      !isKept(path) &&
      (before.type === 'directory' || before.type === 'attributes' || !holdsKept(path)),
  )
  const runs = journals
    .flatMap(({ records }, journal) => records.map((record) => ({ record, journal })))
    .filter(({ record }) => record.entry.op === 'run' && record.end !== 'undone')
    .sort((a, b) => a.record.entry.n - b.record.entry.n)
  const undone = runs.flatMap(({ record, journal }) => {
    const { undo } = record.entry
    return typeof undo === 'object' && 'script' in undo ? [{ record, journal, undo }] : []
  })
  const first = undone.filter(({ undo }) => undo.first).toReversed()
  const later = undone.filter(({ undo }) => !undo.first)
  /** What a service has noted of its last start is given back once it has started: until then it says that it must. */
  const noted = new Map(later.map(({ record }) => [record.entry.n, [] as PastPath[]]))
  const files = paths.filter((one) => !noted.get(one.last)?.push(one)).toReversed()
  const moves = journals.flatMap(({ records }, journal) =>
    records.flatMap((record) => {
      const { op, path = '/', to = '/' } = record.entry
      const stays =
        op !== 'move' || record.end === 'undone' || isKept(path) || holdsKept(path) || isKept(to) || holdsKept(to)
      return stays ? [] : [{ record, journal }]
    }),
  )
  const marks = undone.map(({ record, journal }) => markOf(record, journal))
  const end = journals.map(({ folder }) => `${folder}/undone@${host}`)
  /** Where a rollback is rolled back, what it has undone is done again, and no run that was rolled back. */
  const redone = journals.map(({ folder, run: { undoes } }) =>
    undoes === undefined ? [] : [`${rootOf(folder)}/${journalName({ id: undoes }, host)}/undone@${host}`],
  )

  return [
    ...(undone.length === 0 ? [] : [again()]),
    ...first.map(undoItem),
    ...files.map(pathItem),
    ...moves.toReversed().map(moveItem),
    ...later.flatMap((one) => [undoItem(one), ...(noted.get(one.record.entry.n) ?? []).map(pathItem)]),
    ...runs.flatMap(({ record, journal }) => leftItem(record, journal)),
    ...journals.map((_, journal) => endItem(journal)),
  ]

  function markOf({ entry }: JournalRecord, journal: number): string {
    return `${journals[journal]?.folder}/undone-${entry.n}`
  }
  function item(key: string, title: string, journal: number, rest: Pick<Resource, 'reads' | 'plan'>): Item {
    const as = journals[journal]?.as ?? false
    return {
      id: `${above}/${key}`,
      resource: { task: 'rollback', key, title, tags: [], args: {}, become: as, ...rest },
    }
  }
  /** What was given back before, and is another now, has to be made live anew; what is kept is no such thing. */
  function again(): Item {
    const reads: ReadsOf<unknown> = {
      marks: each([...marks, ...end], (path): Fact<unknown> => pathFact(path)),
      ...Object.fromEntries(
        paths.flatMap((one, at) => Object.entries(readsOf(one)).map(([name, fact]) => [`${at} ${name}`, fact])),
      ),
    }
    return item('begin', 'begin anew where something has changed since', 0, {
      reads,
      plan: (answers) => {
        const found = answers.marks as ReadonlyMap<string, PathAnswer>
        const there = [...found].flatMap(([path, { type }]) => (type === 'absent' ? [] : [path]))
        const isOpen = paths.some((one, at) => {
          const planned = planOf(one, answersOf(answers, at, Object.keys(readsOf(one))))
          return Array.isArray(planned) && planned.length > 0
        })
        if (!isOpen || there.length === 0) return []
        return [
          nothing(
            scripts.unmark(there),
            there.map((path) => ({ path, type: 'absent' })),
          ),
        ]
      },
    })
  }
  /** Where something was moved away first, it is back once nothing is left where it was moved to. */
  function movedTo({ path, first }: PastPath): string | undefined {
    return moves.find(({ record: { entry } }) => entry.path === path && entry.n < first)?.record.entry.to
  }
  function readsOf(one: PastPath): PathReads & { readonly moved?: Fact<PathAnswer> } {
    const to = movedTo(one)
    return { ...pathReads(one, scripts), ...(to === undefined ? {} : { moved: pathFact(to) }) }
  }
  function planOf(one: PastPath, answers: PathAnswers & { readonly moved?: PathAnswer }): Planned {
    return answers.moved?.type === 'absent' ? [] : pathPlan(one, answers, scripts)
  }
  function pathItem(one: PastPath): Item {
    const apart = (one.names ?? 1) > 1 ? `, as a file of its own: it had ${one.names} names` : ''
    return item(`path ${one.path}`, `${one.path} as it was${apart}`, one.journal, {
      reads: readsOf(one) as unknown as ReadsOf<unknown>,
      plan: (answers) => planOf(one, answers as unknown as PathAnswers),
    })
  }
  function moveItem({ record: { entry }, journal }: { record: JournalRecord; journal: number }): Item {
    const { path = '/', to = '/' } = entry
    return item(`move ${path}`, `${path} where it was`, journal, {
      reads: { from: pathFact(path), to: pathFact(to) },
      plan: (answers) => {
        const { from, to: there } = answers as { readonly from: PathAnswer; readonly to: PathAnswer }
        if (there.type === 'absent') return []
        if (from.type === 'absent') return [{ op: 'move', from: to, to: path }]
        return refuse(`${to} cannot be moved back to ${path}, for something is there`, 'see which of them is wanted')
      },
    })
  }
  function undoItem({ record, journal, undo }: { record: JournalRecord; journal: number; undo: UndoScript }): Item {
    const mark = markOf(record, journal)
    const { script } = undo
    const beneath = undo.first ? foldersOf(record) : []
    return item(`undo ${record.entry.n}`, `${undo.first ? 'first' : 'make live'}: ${record.entry.title}`, journal, {
      reads: { mark: pathFact(mark), beneath: each(beneath, (path): Fact<unknown> => pathFact(path)) },
      plan: (answers) =>
        (answers.mark as PathAnswer).type === 'absent'
          ? [
              {
                op: 'run',
                script: scripts.marked(script, mark),
                effects: { makes: [{ path: mark, type: 'file', content: { text: '' } }], unknown: beneath },
                undo,
              },
            ]
          : [],
    })
  }
  function leftItem({ entry }: JournalRecord, journal: number): Item[] {
    const words = leftWords(entry)
    if (words === undefined) return []
    return [item(`left ${entry.n}`, entry.title, journal, { reads: {}, plan: () => warn(words) })]
  }
  function endItem(journal: number): Item {
    const path = end[journal] ?? '/'
    return item(`end ${journal}`, 'note that the run is rolled back', journal, {
      reads: { mark: pathFact(path), redone: each(redone[journal] ?? [], (one): Fact<unknown> => pathFact(one)) },
      plan: (answers) => {
        const marked = answers.redone as ReadonlyMap<string, PathAnswer>
        const there = [...marked].flatMap(([one, { type }]) => (type === 'absent' ? [] : [one]))
        return [
          ...(there.length === 0
            ? []
            : [
                nothing(
                  scripts.unmark(there),
                  there.map((one) => ({ path: one, type: 'absent' })),
                ),
              ]),
          ...((answers.mark as PathAnswer).type === 'absent'
            ? [nothing(scripts.mark(path), [{ path, type: 'file', content: { text: '' } }])]
            : []),
        ]
      },
    })
  }
}

/** The folder of all journals. */
const rootOf = (folder: string): string => folder.slice(0, folder.lastIndexOf('/'))

/** Folders that it took into use, as a mount does: what they have beneath is seen when they are free again. */
const foldersOf = ({ seen }: JournalRecord): string[] =>
  seen.flatMap(({ path, before, after }) => (before.type === 'directory' && after?.type === 'directory' ? [path] : []))

/** What is to be known of a script that nothing undoes. */
function leftWords({ undo, whole, title }: JournalEntry): string | undefined {
  if (undo === undefined)
    return whole ? undefined : `not undone: "${title}" was run, and what it does beside files stays`
  return typeof undo === 'object' && 'keeps' in undo ? `kept: ${undo.keeps}` : undefined
}

const isOwn = (path: string, journals: Rollback['journals']): boolean =>
  journals.some(({ folder }) => path.startsWith(`${rootOf(folder)}/`))

const answersOf = (answers: Readonly<Record<string, unknown>>, at: number, names: readonly string[]): PathAnswers =>
  Object.fromEntries(names.map((name) => [name, answers[`${at} ${name}`]])) as unknown as PathAnswers

const nothing = (
  script: string,
  makes: NonNullable<Extract<Operation, { op: 'run' }>['effects']['makes']>,
): Operation => ({
  op: 'run',
  script,
  effects: { makes },
  undo: 'files',
})
