import type { Fact, Facts } from './fact.ts'
import type { Finding, Refusal } from './failure.ts'
import type { Given } from './given.ts'
import type { Operation } from './operation.ts'
import { checkedOptions } from './options.ts'
import type { InputOf, OutputOf, Schema } from './schema.ts'
import type { Secret } from './secret.ts'

/** What every task takes beside its own options. */
export interface TaskOptions {
  /** Tells this step from others of the same task on the same path or name, wherever it stands. Default: a number. */
  readonly id?: string | undefined
  /** Words in place of the task's own title. */
  readonly title?: string | undefined
  /** For `--tags` and `--skip-tags`. */
  readonly tags?: readonly string[] | undefined
  /** Act as another user on the host: `true` is root, `false` the login user. Default: the play's, else the host's. */
  readonly become?: Become | undefined
}

export type Become = boolean | string | BecomeSpec

export interface BecomeSpec {
  /** Default: root. */
  readonly user?: string
  /** Default: sudo. */
  readonly method?: 'sudo' | 'su' | 'doas'
  /** Given by standard input, when the host asks for it. */
  readonly password?: Secret
}

/** One desired condition of one host: what it reads, and a pure plan on the answers. */
export interface Resource {
  readonly task: string
  /** What tells it from others of its play and host: the `id` option, else the task and its chief path or name. */
  readonly key: string
  readonly title: string
  readonly tags: readonly string[]
  readonly become?: Become
  readonly args: object
  readonly reads: ReadsOf<unknown>
  /** Operations that make the condition true, none when it is; or why it cannot be. Answers come under the names of `reads`. */
  plan(answers: Readonly<Record<string, unknown>>): Planned
}

/** Operations, none where all is as it shall be; what a check has found; or why it cannot be. */
export type Planned = readonly Operation[] | Finding | Refusal

/** A resource, resources that depend on what the host says, or lists of them: what a play's function returns. */
export type Resources = Resource | Given | readonly Resources[]

export type Answers<Reads> = {
  readonly [Name in keyof Reads]: Reads[Name] extends Fact<infer Answer> | undefined
    ? Answer
    : Reads[Name] extends Facts<infer Answer> | undefined
      ? ReadonlyMap<string, Answer>
      : never
}

/** Facts by name; one that only some options need may be left out. */
export type Reads<Names> = { readonly [Name in keyof Names]?: Fact<unknown> | Facts<unknown> | undefined }
export type ReadsOf<Answer> = Readonly<Record<string, Fact<Answer> | Facts<Answer> | undefined>>

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
}

export interface UncheckedSpec<Args, Asked extends Reads<Asked>> {
  readonly options?: undefined
  title(args: Args): string
  reads(args: Args): Asked
  plan(args: Args, answers: Answers<Asked>): Planned
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
export function defineTask<Checked extends Schema, Asked extends Reads<Asked>>(
  name: string,
  spec: TaskSpec<Checked, Asked>,
): Task<Checked>
export function defineTask<Checked extends Schema>(name: string, spec: TasksSpec<Checked>): Tasks<Checked>
/** Until the last task has a schema. */
export function defineTask<Args extends object, Asked extends Reads<Asked>>(
  name: string,
  spec: UncheckedSpec<Args, Asked>,
): (options: Args & TaskOptions) => Resource
export function defineTask<Checked extends Schema, Asked extends Reads<Asked>>(
  name: string,
  spec: TaskSpec<Checked, Asked> | TasksSpec<Checked> | UncheckedSpec<object, Asked>,
): Task<Checked> | Tasks<Checked> | ((options: object & TaskOptions) => Resource) {
  if (spec.options === undefined)
    return (options: object & TaskOptions) => resourceOf(name, spec as never, options as never, options)
  const make = (given: InputOf<Checked> & TaskOptions): Resource | readonly (Resource | Given)[] => {
    const [options, beside] = apart(given)
    const args = checkedOptions(name, spec.options as Schema<unknown, OutputOf<Checked>>, options)
    if ('tasks' in spec)
      return args === undefined ? [] : flatten(spec.tasks(args)).map((one) => inheriting(one, beside))
    return args === undefined ? nothing(name) : resourceOf(name, spec as TaskSpec<Checked, Asked>, args, beside)
  }
  return Object.assign(make, { schema: spec.options }) as Task<Checked> | Tasks<Checked>
}

/** The options that every task takes, apart from the task's own. What is no object is left to the schema's check. */
function apart(given: unknown): [unknown, TaskOptions] {
  if (typeof given !== 'object' || given === null) return [given, {}]
  const { id, title, tags, become, ...options } = given as TaskOptions
  return [options, { id, title, tags, become }]
}

function resourceOf<Checked extends Schema, Asked extends Reads<Asked>>(
  name: string,
  spec: TaskSpec<Checked, Asked>,
  args: OutputOf<Checked>,
  { id, title, tags = [], become }: TaskOptions,
): Resource {
  return Object.freeze({
    task: name,
    key: id ?? keyOfArgs(name, args as object),
    title: title ?? spec.title(args),
    tags,
    ...(become === undefined ? {} : { become }),
    args: args as object,
    reads: spec.reads(args) as ReadsOf<unknown>,
    plan: (answers: Readonly<Record<string, unknown>>) => spec.plan(args, answers as Answers<Asked>),
  })
}

/** Tags add up; who acts is said by the innermost. */
export function inheriting<Inner extends Resource | Given>(
  inner: Inner,
  { tags = [], become }: Pick<TaskOptions, 'tags' | 'become'>,
): Inner {
  if (tags.length === 0 && become === undefined) return inner
  return { ...inner, tags: [...inner.tags, ...tags], ...(become === undefined ? {} : { become, ...inner }) }
}

/** The words by which an option tells what a task is about, the first that is given. */
const subjects = ['path', 'name', 'alias', 'home', 'url', 'script', 'device', 'database', 'from', 'address', 'port']

function keyOfArgs(task: string, args: object): string {
  const subject = subjects
    .map((name) => Reflect.get(args, name))
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

export const flatten = (resources: Resources): (Resource | Given)[] =>
  Array.isArray(resources) ? resources.flatMap(flatten) : [resources as Resource | Given]

/** The same resources with more tags. `tagged(['cluster'], [a(…), b(…)])` */
export const tagged = (tags: readonly string[], resources: Resources): (Resource | Given)[] =>
  flatten(resources).map((one) => inheriting(one, { tags }))
