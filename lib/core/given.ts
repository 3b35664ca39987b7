import { placeHere, tell } from './collect-faults.ts'
import { throwFaults, UsageError, underHeading } from './failure.ts'
import { callback, isPlain, keys, list, name, type Rule, record, value } from './keys.ts'
import { normalised } from './paths.ts'
import {
  type Answers,
  flatten,
  type Given,
  type NamedResources,
  type Reads,
  type ReadsOf,
  type Resources,
  type TaskOptions,
} from './resource.ts'
import { taskOptionRules } from './task-options.ts'

export interface GivenOptions<Asked extends Reads<Asked>> extends TaskOptions {
  /**
   * What its resources may touch where the answers are known only later: paths, at and below which anything may become
   * different, or `commands`, which change no file. Default: anything, so that all after it is planned later, too.
   */
  readonly may?: readonly string[] | 'commands' | undefined
  /** Answers that hosts may give: what they lead to is checked before a host is asked, and asked in the first request. */
  readonly examples?: readonly Answers<Asked>[] | undefined
}

/**
 * Resources that depend on what a host says: a condition, a registered output, "Debian or Red Hat". They are planned like
 * all others, on the predicted state; where only the host can tell, later, they are deferred. An object gives them names:
 * their ids stay the same when others come and go.
 *
 * @example
 * given({ os: osFact() }, ({ os }) => packages({ names: [os.family === 'debian' ? 'apache2' : 'httpd'] }))
 * @example
 * given({ java: commandFact('java -version') }, ({ java }) => (java.status === 0 ? [] : packages({ names: ['default-jre'] })))
 * @example
 * given({ disks: commandFact('ls /dev/disk/by-label') }, ({ disks }) =>
 *   Object.fromEntries(disks.output.split('\n').map((disk) => [disk, directory({ path: `/srv/${disk}` })])),
 * )
 */
export function given<Asked extends Reads<Asked>>(
  facts: Asked,
  resources: (answers: Answers<Asked>) => Resources | NamedResources,
  options: GivenOptions<Asked> = {},
): Given {
  const faults = [
    ...factsRule(facts, 'its facts'),
    ...callback('(answers) => [ … ]')(resources, 'what follows'),
    ...optionsRule(Object.entries(facts ?? {}).flatMap(([key, fact]) => (fact === undefined ? [] : [key])))(
      options,
      'its options',
    ),
  ]
  if (faults.length > 0) {
    tell(new UsageError(underHeading('given', faults)))
    return given({}, () => [])
  }
  const { id, title, tags = [], become, may, examples = [] } = options
  const names = Object.keys(facts).join(', ')
  return Object.freeze({
    task: 'given',
    key: id ?? `given ${names}`,
    title: title ?? `what follows from ${names}`,
    tags,
    ...(become === undefined ? {} : { become }),
    args: {},
    reads: facts as ReadsOf<unknown>,
    ...(may === undefined ? {} : { may: typeof may === 'string' ? may : may.map(normalised) }),
    examples,
    place: placeHere(),
    resources: (answers: Readonly<Record<string, unknown>>) => listed(resources(answers as Answers<Asked>)),
  })
}

/** Resources by name as a list, with the names in their keys. */
function listed(resources: Resources | NamedResources): Resources {
  if (!isNamed(resources)) return resources
  const names = Object.keys(resources)
  throwFaults(
    'what follows',
    names.flatMap((one) => name('a name of what follows')(one, JSON.stringify(one))),
  )
  return names.flatMap((own) =>
    flatten(resources[own] ?? []).map((one) => (isTask(one) ? { ...one, key: `${own}/${one.key}` } : one)),
  )
}

/** A promise or a Map is no object of names: it has none, and would pass for nothing to do. */
const isNamed = (resources: Resources | NamedResources): resources is NamedResources =>
  isPlain(resources) && !isTask(resources) && Object.prototype.toString.call(resources) === '[object Object]'

const isTask = (one: unknown): boolean => isPlain(one) && 'task' in one && 'key' in one

const factsRule = record(
  'facts by name, as in { os: osFact() }',
  value(
    'a fact, as in osFact()',
    (found) => found === undefined || (isPlain(found) && ('question' in found || 'each' in found)),
  ),
)

const optionsRule = (facts: readonly string[]): Rule =>
  keys('option of given', {
    ...taskOptionRules,
    may: value(
      "paths from / on, as in ['/etc/app'], or 'commands'",
      (found) => found === 'commands' || arePaths(found),
    ),
    examples: list(
      'answers by the names of the facts',
      keys(
        'fact of it',
        Object.fromEntries(facts.map(anything)),
        Object.fromEntries(facts.map((fact) => [fact, 'an answer to it'])),
      ),
    ),
  } satisfies Record<keyof GivenOptions<object>, Rule>)

const arePaths = (found: unknown): boolean =>
  Array.isArray(found) && found.every((path) => typeof path === 'string' && path.startsWith('/'))

const anything = (name: string): [string, Rule] => [name, () => []]

export const isGiven = (one: object): one is Given => 'resources' in one && 'examples' in one
