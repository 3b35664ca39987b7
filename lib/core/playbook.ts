import { placeHere, tell } from './collect-faults.ts'
import { kindOf, type Place, throwFaults, UsageError, underHeading } from './failure.ts'
import type { Host, Inventory } from './inventory.ts'
import { callback, isPlain, isText, keys, list, name as nameRule, type Rule, value } from './keys.ts'
import { type Prompt, promptsRule } from './prompt.ts'
import type { Become, Given, Resource, Resources } from './resource.ts'
import { isSchema, type Schema } from './schema.ts'
import { tasksOptionRules } from './task-options.ts'
import { tasksOf } from './tasks-of.ts'
import { maxFailRule, type Serial, type Share, serialRule } from './waves.ts'

/** What a playbook is made of. */
export interface PlaybookSpec<Vars extends object> {
  /** Checks the variables of an inventory: those that all hosts share, and those of each host. */
  readonly vars: Schema<unknown, Vars>
  /** What is done, in order. Shared variables are `inventory.vars`, those of a host `host.vars`. */
  readonly plays: (inventory: Inventory<Vars>) => readonly Play[]
  /** Faults of the whole, found before any host is touched; each names the inventory entry. Default: none are looked for. */
  readonly check?: ((inventory: Inventory<Vars>) => readonly string[]) | undefined
  /**
   * Plays that only read: what `runbook verify` carries out. What their resources would change is a fault there.
   * Default: there is nothing to verify.
   */
  readonly verify?: ((inventory: Inventory<Vars>) => readonly Play[]) | undefined
  /**
   * Variables that are asked for on the terminal before a host is, where neither the inventory nor `--set` gives them. Default: nobody is asked.
   *
   * @example prompts: { version: { ask: 'which version' }, password: { ask: 'password of the database', secret: true } }
   */
  readonly prompts?: { readonly [Name in keyof Vars]?: Prompt | undefined } | undefined
}

/** An ordered list of plays, to be made from an inventory whose variables were checked. */
export interface Playbook<Vars extends object = object> extends PlaybookSpec<Vars> {
  readonly [brand]: true
  readonly name: string
  /** Where its call stands. */
  readonly place: Place
}

export interface Play {
  readonly name: string
  readonly hosts: readonly Host[]
  readonly resources: (host: Host) => readonly (Resource | Given)[]
  readonly options: PlayOptions
  /** Where its call stands, where that is remembered. */
  readonly place?: Place | undefined
}

export interface PlayOptions {
  /**
   * How many hosts at a time, or what share of them; the next ones wait until these have ended well. A list is one wave
   * after the other, as in `[1, '30%']`, the last of them again and again. Default: all.
   */
  readonly serial?: Serial | undefined
  /**
   * How many hosts, or what share of them, may fail before no other host of the play is begun. Unreachable, refused and
   * failed are one. Default: none with `serial`, any number without.
   */
  readonly maxFail?: Share | undefined
  /**
   * Only on the first of its hosts that is chosen (`--limit`): what is to be done once for all, such as a migration. Default: on
   * all of them.
   */
  readonly runOnce?: boolean | undefined
  /** Hosts without which nothing of it is done: where one did not get through an earlier play, all of it is skipped. */
  readonly requires?: readonly Host[] | undefined
  readonly become?: Become | undefined
  /** Added to those of each task. */
  readonly tags?: readonly string[] | undefined
}

const brand = Symbol.for('runbook.playbook')

/**
 * A playbook: what `runbook apply` carries out.
 *
 * @example
 * export default playbook('motd', {
 *   vars: v.object({ text: v.string() }),
 *   plays: (inventory) => [
 *     play('motd', inventory.group('web'), ({ vars }) => [file({ path: '/etc/motd', text: vars.text })]),
 *   ],
 * })
 */
export function playbook<Vars extends object>(name: string, spec: PlaybookSpec<Vars>): Playbook<Vars> {
  if (!isText(name))
    throw new UsageError(
      `a playbook has ${name === '' ? 'an empty text' : kindOf(name)} for a name: ${written('name')}`,
    )
  if (!isPlain(spec) || isSchema(spec))
    throw new UsageError(`playbook ${name} is given ${isSchema(spec) ? 'a schema' : kindOf(spec)}: ${written(name)}`)
  throwFaults(`playbook ${name}`, playbookRule(spec, ''))
  return Object.freeze({ [brand]: true as const, name, place: new Error(), ...spec })
}

const written = (name: string): string => `write playbook('${name}', { vars: schema, plays: (inventory) => [ … ] })`

const playbookRule = keys(
  'key of a playbook',
  {
    vars: value('a schema, as in v.object({ … })', isSchema),
    plays: callback('plays: (inventory) => [play(…), …]'),
    check: callback('check: (inventory) => faults'),
    verify: callback('verify: (inventory) => [play(…), …]'),
    prompts: promptsRule,
  } satisfies Record<keyof PlaybookSpec<object>, Rule>,
  { vars: 'a schema, as in vars: v.object({ … })', plays: 'plays: (inventory) => [play(…), …]' },
)

/**
 * Resources for the hosts of one group, or of a list of hosts. The function is called once for each host.
 *
 * @example play('web', inventory.group('web'), ({ vars }) => [file({ path: '/etc/motd', text: vars.text })], { serial: 1 })
 */
export function play<Vars extends object>(
  name: string,
  hosts: readonly Host<Vars>[],
  resources: (host: Host<Vars>) => Resources,
  options: PlayOptions = {},
): Play {
  const fault = playFault(name, hosts, resources, options)
  if (fault !== undefined) {
    tell(new UsageError(fault))
    return { name: isText(name) ? name : '', hosts: [], resources: () => [], options: {} }
  }
  const place = placeHere()
  const made = (host: Host) => tasksOf(resources(host as Host<Vars>), `play ${name}, host ${host.name}`, place)
  return Object.freeze({ name, hosts: once(hosts), resources: made, options, place })
}

function playFault(name: unknown, hosts: unknown, resources: unknown, options: unknown): string | undefined {
  if (!Array.isArray(hosts) || typeof resources !== 'function')
    return `play ${name} is given ${kindOf(hosts)} and ${kindOf(resources)}: write play('${name}', inventory.group('…'), (host) => [ … ])`
  const faults = [...nameRule()(name, 'its name'), ...hostsRule(hosts, 'hosts'), ...optionsRule(options, 'options')]
  return faults.length > 0 ? underHeading(`play ${name}`, faults) : undefined
}

/** A host that is in two of the groups that are named is one host. */
const once = <Vars extends object>(hosts: readonly Host<Vars>[]): readonly Host<Vars>[] =>
  hosts.filter(({ name }, at) => hosts.findIndex((other) => other.name === name) === at)

const hostsRule = list(
  "inventory.group('…')",
  value("a host, as inventory.host('…') gives one", (found) => isPlain(found) && 'connect' in found),
)

const optionsRule = keys('option of a play', {
  serial: serialRule,
  maxFail: maxFailRule,
  runOnce: value('true or false', (found) => typeof found === 'boolean'),
  requires: hostsRule,
  ...tasksOptionRules,
} satisfies Record<keyof PlayOptions, Rule>)

export const isPlaybook = (value: unknown): value is Playbook =>
  typeof value === 'object' && value !== null && brand in value
