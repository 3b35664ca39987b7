import type { BuiltPlay } from '../core/build.ts'
import type { Event, Mode } from '../core/event.ts'
import type { Secret } from '../core/secret.ts'
import type { Approval } from './approve.ts'
import type { OpenFleet } from './fleet.ts'
import type { RunJournal } from './host-journal.ts'
import type { Ahead, HostRun } from './host-run.ts'
import type { Selection } from './select.ts'

/** What all hosts of a play share. */
export interface PlayRun {
  readonly play: BuiltPlay
  readonly fleet: OpenFleet
  readonly mode: Mode
  readonly selection: Selection
  readonly diffs: boolean
  readonly trace: boolean
  readonly approval: Approval | undefined
  readonly signal: AbortSignal | undefined
  readonly faultWords: HostRun['faultWords']
  readonly holder: HostRun['holder']
  readonly lockTimeout: number
  readonly journal: RunJournal
  emit(event: Event): void
  /** Hides secrets in a text. */
  mask(text: string): string
  /** Names secrets that were not known before. */
  hide(secrets: readonly Secret[]): void
  /** Of each host, paths that anything of the run reads which has to do with a secret. */
  readonly sensitive: ReadonlyMap<string, Set<string>>
  /** What a host has to do in later plays. */
  ahead(host: string): readonly Ahead[]
  /** Hosts that did not succeed, with which nothing more is done. */
  readonly stopped: Set<string>
  /** The host that stopped the play, and how many did not get through it. */
  readonly halted: { by: string | undefined; failed: number }
}
