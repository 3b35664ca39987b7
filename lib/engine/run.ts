import type { ListrRendererFactory } from 'listr2'
import type { Event, Summary } from '../core/event.ts'
import type { Inventory } from '../core/inventory.ts'
import type { Play } from '../core/playbook.ts'
import type { Secret } from '../core/secret.ts'

export interface RunOptions {
  /** The playbook's name. */
  readonly playbook: string
  readonly inventory: Inventory
  readonly plays: readonly Play[]
  /** Names of the hosts to act on. */
  readonly hosts: ReadonlySet<string>
  readonly tags?: readonly string[]
  readonly skipTags?: readonly string[]
  /** Hosts at a time. Default: 10. */
  readonly forks?: number
  readonly dryRun?: boolean
  /** All secrets of the run, resolved: no command line may hold one. */
  readonly secrets: readonly Secret[]
  emit(event: Event): void
  /** What listr2 draws with. Plays, hosts and steps are its tasks. */
  readonly renderer?: ListrRendererFactory
  /** Aborting finishes the running operation, starts no other, and ends the run. */
  readonly signal?: AbortSignal
}

/** Carries out the plays in order and says all that happens through `emit`; the last event is the summary it returns. */
export declare function runPlays(options: RunOptions): Promise<Summary>
