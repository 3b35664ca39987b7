import type { Attributes } from './answers.ts'
import { spellsSecret } from './approval/approved-path.ts'
import { digestOf, sha256 } from './content.ts'
import type { NetOperation } from './net-effect.ts'
import { attributesOf, type Operation, touchedBy, type Undo } from './operation.ts'

/** What a run says of itself in its journal on a host. */
export interface JournalRun {
  /** When it began, and what no other run is called: `20261126-101530-1233f9c2a81`. */
  readonly id: string
  readonly at: string
  /** Who ran it, from where, as in `ann@laptop`. */
  readonly by: string
  readonly playbook: string
  /** Of the playbook, where a repository keeps it. */
  readonly commit?: string
  /** The run that it rolls back. */
  readonly undoes?: string
  /** What digests of paths that have to do with secrets are mixed with: alone they tell nothing. */
  readonly salt: string
}

/** One operation, in a run's journal on a host, before it is begun. It holds no content and no secret. */
export interface JournalEntry {
  /** Counts the operations of a run, on all its hosts. */
  readonly n: number
  /** What the inventory calls the host: one machine may have several names. */
  readonly host: string
  /** The id of its step, and what that is called. */
  readonly step: string
  readonly title: string
  readonly op: Operation['op']
  /** Of all but a script: the real path. Of a move: where it was. */
  readonly path?: string
  /** Of a move. */
  readonly to?: string
  /** Of a script: the paths that it may change. */
  readonly paths?: readonly string[]
  readonly before?: Kept
  readonly after?: Kept
  readonly undo?: Undo
  /** It is of a guarded list, which the host puts back after so many seconds unless somebody confirms it. */
  readonly within?: number
  /** Its files are all that a script makes. */
  readonly whole?: true
}

/** What was at a path, or was put there, as far as a plan knows it. */
export interface Kept extends Attributes {
  readonly type: string
  readonly sha256?: string
  /** In place of a digest, of a path that has to do with a secret. */
  readonly keyed?: string
  readonly target?: string
}

export interface Journalling {
  readonly n: number
  readonly host: string
  readonly title: string
  readonly salt: string
  mask(text: string): string
  isSensitive(real: string): boolean
}

/** What is written of an operation before it is begun. Where that would say a secret, it says less. */
export function entryOf({ operation, precondition, steps, guard }: NetOperation, of: Journalling): JournalEntry {
  const { n, host, salt, mask } = of
  const within = guard === undefined ? {} : { within: guard.within }
  const head = { n, host, step: mask(steps.at(-1) ?? ''), title: mask(of.title), op: operation.op, ...within }
  const entry = operation.op === 'run' ? { ...head, ...runOf(operation) } : { ...head, ...pathOf(operation) }
  const { undo: _, ...less } = entry as JournalEntry
  const isOpen = (one: JournalEntry) => mask(JSON.stringify(one)) === JSON.stringify(one)
  return [entry, less].find(isOpen) ?? { ...head, op: 'run' }

  function pathOf(one: Exclude<Operation, { op: 'run' }>): Partial<JournalEntry> {
    if (one.op === 'move') return { path: one.from, to: one.to }
    const secret = of.isSensitive(one.path) || (one.op === 'write' && spellsSecret(one.content, mask))
    const kept = ({ sha256: digest, ...found }: Kept): Kept => {
      if (digest === undefined) return found
      return { ...found, ...(secret ? { keyed: keyed(salt, digest) } : { sha256: digest }) }
    }
    const before = precondition === undefined ? { type: 'unknown' } : kept(precondition)
    return { path: one.path, before, ...afterOf(one, kept) }
  }
}

/**
 * What the journal of a run on a host is called there: one machine may be several hosts of an inventory, which act at once,
 * and each of them ends its own.
 */
export const journalName = ({ id }: Pick<JournalRun, 'id'>, host: string): string =>
  `${id}.${sha256(Buffer.from(host)).slice(0, 8)}`

/** A digest that says nothing to who does not have the salt. */
export const keyed = (salt: string, digest: string): string => sha256(Buffer.from(`${salt}${digest}`))

function runOf({ effects, undo, ...run }: Extract<Operation, { op: 'run' }>): Partial<JournalEntry> {
  const { makes = [], unpacks, owned, unknown, attributes, answers = [] } = effects
  const open = unpacks ?? owned ?? attributes ?? unknown
  const isWhole = open === undefined && makes.length > 0 && answers.length === 0
  return {
    paths: typeof undo === 'object' && 'keeps' in undo ? [] : [...new Set(touchedBy({ ...run, effects }))],
    ...(undo === undefined ? {} : { undo }),
    ...(isWhole ? { whole: true } : {}),
  }
}

function afterOf(
  one: Exclude<Operation, { op: 'run' | 'move' }>,
  kept: (found: Kept) => Kept,
): { readonly after?: Kept } {
  switch (one.op) {
    case 'write': {
      const digest = digestOf(one.content)
      return {
        after: kept({ type: 'file', ...attributesOf(one), ...(digest === undefined ? {} : { sha256: digest }) }),
      }
    }
    case 'symlink':
      return { after: { type: 'symlink', target: one.target } }
    case 'directory':
      return { after: { type: 'directory', ...attributesOf(one) } }
    case 'remove':
      return { after: { type: 'absent' } }
    case 'attributes':
      return { after: { type: 'attributes', ...attributesOf(one) } }
  }
}

/** Bytes: what is larger is not kept, and its plan says so. */
export const keptLimit = 100 * 1024 * 1024

/** The first line of each journal; what begins otherwise is left alone. */
export const journalFormat = 'runbook-journal 1'
