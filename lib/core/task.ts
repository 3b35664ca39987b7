import { tell } from './collect-faults.ts'
import { UsageError } from './failure.ts'
import { knownKeys } from './known-keys.ts'
import { checkedOptions } from './options.ts'
import {
  type Answers,
  flatten,
  type Given,
  inheriting,
  type Planned,
  type Reads,
  type ReadsOf,
  type Resource,
  type Resources,
  type TaskOptions,
} from './resource.ts'
import { type InputOf, isSchema, type OutputOf, type Schema } from './schema.ts'
import { taskOptionRules, tasksOptionRules } from './task-options.ts'

/** What makes a task of one resource. */
export interface TaskSpec<Checked extends Schema, Asked extends Reads<Asked>> {
  /** Checks the options of each call before a host is touched. Their types, and the task's page, come from it. */
  readonly options: Checked
  /** What it does, in the words of a progress line. */
  title(args: OutputOf<Checked>): string
  /** The facts to ask, by name. */
  reads(args: OutputOf<Checked>): Asked
  /** Pure: no I/O, no clock. Paths that the operations touch must be among those read, or below them. */
  plan(args: OutputOf<Checked>, answers: Answers<Asked>): Planned
  /** Whether what it does cannot be undone, where that is known before it is planned: then nobody may guard it. Default: the plan tells. */
  oneWay?(args: OutputOf<Checked>): boolean
}

/** What makes a task that stands for others. */
export interface TasksSpec<Checked extends Schema> {
  readonly options: Checked
  /** Pure, too: what it stands for, in order. */
  tasks(args: OutputOf<Checked>): Resources
}

/** A task: a function from one options object to a resource, with the schema that checks the options. */
export interface Task<Checked extends Schema> {
  (options: InputOf<Checked> & TaskOptions): Resource
  readonly schema: Checked
}

/** A task that stands for a list of others; its tags and its `become` are those of all of them. */
export interface Tasks<Checked extends Schema> {
  (options: InputOf<Checked> & Pick<TaskOptions, 'tags' | 'become'>): readonly (Resource | Given)[]
  readonly schema: Checked
}

/**
 * Makes a task: a function from one options object to a resource or, with `tasks`, to what it stands for.
 *
 * @example
 * const touch = defineTask('touch', {
 *   options: v.strictObject({ path: v.string() }),
 *   title: ({ path }) => `touch ${path}`,
 *   reads: ({ path }) => ({ at: pathFact(path) }),
 *   plan: ({ path }, { at }) => (at.type === 'absent' ? [{ op: 'write', path, content: { text: '' } }] : []),
 * })
 * @example
 * const motd = defineTask('motd', {
 *   options: v.strictObject({ text: v.string() }),
 *   tasks: ({ text }) => [file({ path: '/etc/motd', text }), absent({ path: '/etc/motd.tail' })],
 * })
 */
export function defineTask<Checked extends Schema>(name: string, spec: TasksSpec<Checked>): Tasks<Checked>
export function defineTask<Checked extends Schema, Asked extends Reads<Asked>>(
  name: string,
  spec: TaskSpec<Checked, Asked>,
): Task<Checked>
export function defineTask<Checked extends Schema, Asked extends Reads<Asked>>(
  name: string,
  spec: TaskSpec<Checked, Asked> | TasksSpec<Checked>,
): Task<Checked> | Tasks<Checked> {
  if (!isSchema(spec?.options))
    throw new UsageError(`task ${name} has no schema: give options: v.strictObject({ path: v.string() }), say`)
  const beside = 'tasks' in spec ? tasksOptionRules : taskOptionRules
  const taken = knownKeys(spec.options, [])?.find((option) => Object.hasOwn(beside, option))
  if (taken !== undefined)
    throw new UsageError(`task ${name}: every task takes the option ${taken}: name its own otherwise`)
  const schema = spec.options as Schema<unknown, OutputOf<Checked>>
  const make = (
    given: InputOf<Checked> & TaskOptions,
    ...more: readonly unknown[]
  ): Resource | readonly (Resource | Given)[] => {
    if (more.length > 0 && !isOfMap(more))
      tell(new UsageError(`${name}: it is given more than one argument: give it all in one object of options`))
    if ('tasks' in spec) {
      const args = checkedOptions(name, schema, given, tasksOptionRules)
      return args === undefined ? [] : flatten(spec.tasks(args)).map((one) => inheriting(one, given))
    }
    const args = checkedOptions(name, schema, given, taskOptionRules)
    return args === undefined ? nothing(name) : resourceOf(name, spec, args, given)
  }
  return Object.assign(make, { schema: spec.options }) as Task<Checked> | Tasks<Checked>
}

function resourceOf<Checked extends Schema, Asked extends Reads<Asked>>(
  name: string,
  spec: TaskSpec<Checked, Asked>,
  args: OutputOf<Checked>,
  { id, title, tags = [], become, retry, ignoreFailure }: TaskOptions,
): Resource {
  const { times, delay = 5 } = typeof retry === 'object' ? retry : { times: retry ?? 0 }
  return Object.freeze({
    task: name,
    key: id ?? keyOfArgs(name, args as object),
    title: title ?? spec.title(args),
    tags,
    ...(become === undefined ? {} : { become }),
    ...(times > 0 ? { retry: { times, delay } } : {}),
    ...(ignoreFailure ? { ignoreFailure } : {}),
    args: args as object,
    reads: spec.reads(args) as ReadsOf<unknown>,
    plan: (answers: Readonly<Record<string, unknown>>) => spec.plan(args, answers as Answers<Asked>),
    ...(spec.oneWay?.(args) ? { oneWay: true as const } : {}),
  })
}

/** What `map` gives beside an element: `paths.map(directory)` is no slip. */
const isOfMap = ([index, list]: readonly unknown[]): boolean => typeof index === 'number' && Array.isArray(list)

/** The words by which an option tells what a task is about: the first that is given, and the first of a list. */
const subjects = [
  ...['path', 'name', 'alias', 'home', 'url', 'script', 'device', 'database', 'from', 'address', 'port', 'names'],
]

function keyOfArgs(task: string, args: object): string {
  const subject = subjects
    .flatMap((name) => Reflect.get(args, name))
    .find((value) => ['string', 'number'].includes(typeof value))
  return subject === undefined ? task : `${task} ${String(subject).split('\n', 1)[0]}`
}

/** What stands for a task whose options have faults, while all faults are collected: it is never run. */
const nothing = (task: string): Resource => ({
  task,
  key: task,
  title: task,
  tags: [],
  args: {},
  reads: {},
  plan: () => [],
})
