import { kindOf, UsageError } from './failure.ts'
import type { Given } from './given.ts'
import type { Host, Inventory } from './inventory.ts'
import type { Schema } from './schema.ts'
import { type Become, flatten, type Resource, type Resources } from './task.ts'

/** An ordered list of plays, made from checked variables. */
export interface Playbook<Vars extends object = object> {
  readonly [brand]: true
  readonly name: string
  readonly schema: Schema<unknown, Vars>
  readonly build: (vars: Vars, inventory: Inventory<Vars>) => readonly Play[]
  /** Faults of the whole, found before any host is touched; each names the inventory entry. */
  readonly check?: (vars: Vars, inventory: Inventory<Vars>) => readonly string[]
  /** Plays that only read: what `runbook verify` carries out. What their resources would change is a fault there. */
  readonly verify?: (vars: Vars, inventory: Inventory<Vars>) => readonly Play[]
}

export interface Play {
  readonly name: string
  readonly hosts: readonly Host[]
  readonly resources: (host: Host) => readonly (Resource | Given)[]
  readonly options: PlayOptions
}

export interface PlayOptions {
  /** How many hosts at a time; the next ones wait until these have ended well. Default: all. */
  readonly serial?: number
  /** Hosts without which nothing of it is done: where one did not get through an earlier play, all of it is skipped. */
  readonly restsOn?: readonly Host[]
  readonly become?: Become
  /** Added to those of each task. */
  readonly tags?: readonly string[]
}

const brand = Symbol.for('runbook.playbook')

/**
 * @example
 * export default playbook('motd', v.object({ text: v.string() }), (vars, inventory) => [
 *   play('motd', inventory.group('all'), () => [file({ path: '/etc/motd', text: vars.text })]),
 * ])
 */
export function playbook<Vars extends object>(
  name: string,
  schema: Schema<unknown, Vars>,
  build: Playbook<Vars>['build'],
  options: Pick<Playbook<Vars>, 'check' | 'verify'> = {},
): Playbook<Vars> {
  if (typeof schema?.['~standard']?.validate !== 'function' || typeof build !== 'function')
    throw new UsageError(
      `playbook ${name} is given ${kindOf(schema)} and ${kindOf(build)}: write playbook('${name}', schema, (vars, inventory) => [ … ])`,
    )
  return Object.freeze({ [brand]: true as const, name, schema, build, ...options })
}

/** Resources for the hosts of one group. The function is called once per host. */
export function play<Vars extends object>(
  name: string,
  hosts: readonly Host<Vars>[],
  resources: (host: Host<Vars>) => Resources,
  options: PlayOptions = {},
): Play {
  if (!Array.isArray(hosts) || typeof resources !== 'function')
    throw new UsageError(
      `play ${name} is given ${kindOf(hosts)} and ${kindOf(resources)}: write play('${name}', inventory.group('…'), (host) => [ … ])`,
    )
  const made = (host: Host) => tasksOf(resources(host as Host<Vars>), `play ${name}, host ${host.name}`)
  return Object.freeze({ name, hosts, resources: made, options })
}

/** Playbooks are run without a look at their types: what is no task is told here, not where it first breaks something. */
function tasksOf(resources: Resources, where: string): (Resource | Given)[] {
  const tasks = flatten(resources)
  const stray = tasks.findIndex(
    (task) => typeof task !== 'object' || task === null || !('plan' in task || 'resources' in task),
  )
  if (stray < 0) return tasks
  throw new UsageError(
    `${where}: its function gives ${kindOf(tasks[stray])} where a task is wanted: return a list of tasks`,
  )
}

export const isPlaybook = (value: unknown): value is Playbook =>
  typeof value === 'object' && value !== null && brand in value
