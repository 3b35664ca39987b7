import type { Mode } from './event.ts'
import { throwFaults } from './failure.ts'
import { type Inventory, isInventory } from './inventory.ts'
import { isPlain, isText, keys, list, type Rule, record, text, value, whole, word } from './keys.ts'
import { isPlaybook, type Playbook } from './playbook.ts'

/** What a program runs, and how. */
export interface WantedRun<Given extends object = object, Vars extends object = object> {
  /** What `defineInventory` gives. */
  readonly inventory: Inventory<Given>
  /** What `playbook` gives. */
  readonly playbook: Playbook<Vars>
  /** `apply` changes hosts; `plan` says what would be changed; `verify` carries out the checks. */
  readonly mode: Mode
  /** Only these hosts, as in `is*,!is3`. Default: all. */
  readonly limit?: string | undefined
  /** Only steps that have one of these tags. Default: all. */
  readonly tags?: readonly string[] | undefined
  /** Leaves out steps that have one of these tags. Default: none. */
  readonly skipTags?: readonly string[] | undefined
  /** Variables that are set for this run; `a.b` reaches inside. Default: those of the inventory. */
  readonly set?: Readonly<Record<string, unknown>> | undefined
  /** Values of secrets, by their names. Default: they come from the environment, or where each says. */
  readonly secrets?: Readonly<Record<string, string>> | undefined
  /** Hosts at a time. Default: 10. */
  readonly forks?: number | undefined
  /** Whether the events carry what differs in each text. Default: no. */
  readonly diff?: boolean | undefined
  /** Seconds to wait for a host on which another run acts. Default: 60. */
  readonly lockTimeout?: number | undefined
}

/** A program may be JavaScript: what a compiler would have said is said here. */
export function checkWantedRun(settings: unknown): void {
  throwFaults('run', rule(settings, ''))
}

const rule = keys(
  'setting of run',
  {
    inventory: value('what defineInventory gives', isInventory),
    playbook: value('what playbook gives', isPlaybook),
    mode: word('apply', 'plan', 'verify'),
    limit: text('names of hosts or groups, as in "is*,!is3"'),
    tags: list("a list of tags, as in ['web']", text()),
    skipTags: list("a list of tags, as in ['web']", text()),
    set: value('variables by their names', isPlain),
    secrets: record('values by the names of secrets', value('its value, a text', isText)),
    forks: whole(1),
    diff: value('true or false', (found) => typeof found === 'boolean'),
    lockTimeout: whole(0),
    signal: value('the signal of an AbortController', (found) => isPlain(found) && 'aborted' in found),
  } satisfies Record<keyof WantedRun | 'signal', Rule>,
  { inventory: 'what defineInventory gives', playbook: 'what playbook gives', mode: 'apply, plan or verify' },
)
