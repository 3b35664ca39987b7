import type { Fact } from './fact.ts'
import type { Refusal } from './failure.ts'
import type { Operation } from './operation.ts'
import type { Secret } from './secret.ts'

/** What every task takes beside its own options. */
export interface TaskOptions {
  /** Words in place of the task's own title. */
  readonly title?: string
  /** For `--tags` and `--skip-tags`. */
  readonly tags?: readonly string[]
  /** Act as another user on the host: `true` is root, `false` the login user. Default: the play's, else the host's. */
  readonly become?: Become
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
  readonly title: string
  readonly tags: readonly string[]
  readonly become?: Become
  readonly args: object
  readonly reads: Readonly<Record<string, Fact<unknown>>>
  /** Operations that make the condition true, none when it is; or why it cannot be. Answers come under the names of `reads`. */
  plan(answers: Readonly<Record<string, unknown>>): Planned
}

export type Planned = readonly Operation[] | Refusal

/** A resource, or lists of them: what a play's function returns. */
export type Resources = Resource | readonly Resources[]

export type Answers<Reads> = {
  readonly [Name in keyof Reads]: Reads[Name] extends Fact<infer Answer> | undefined ? Answer : never
}

/** Facts by name; one that only some options need may be left out. */
export type Reads<Names> = { readonly [Name in keyof Names]?: Fact<unknown> }

export interface TaskSpec<Args, Asked extends Reads<Asked>> {
  /** What it does, in the words of a progress line. */
  title(args: Args): string
  /** The facts to ask, by name. */
  reads(args: Args): Asked
  /** Pure: no I/O, no clock. Paths that the operations touch must be among those read, or below them. */
  plan(args: Args, answers: Answers<Asked>): Planned
}

/**
 * Makes a task: a function from one options object to a resource.
 *
 * @example
 * const touch = defineTask('touch', {
 *   title: ({ path }: { path: string }) => `touch ${path}`,
 *   reads: ({ path }) => ({ at: pathFact(path) }),
 *   plan: ({ path }, { at }) => (at.type === 'absent' ? [{ op: 'write', path, content: { text: '' } }] : []),
 * })
 */
export function defineTask<Args extends object, Asked extends Reads<Asked>>(
  name: string,
  spec: TaskSpec<Args, Asked>,
): (options: Args & TaskOptions) => Resource {
  return (options) =>
    Object.freeze({
      task: name,
      title: options.title ?? spec.title(options),
      tags: options.tags ?? [],
      ...(options.become === undefined ? {} : { become: options.become }),
      args: options,
      reads: spec.reads(options) as Readonly<Record<string, Fact<unknown>>>,
      plan: (answers: Readonly<Record<string, unknown>>) => spec.plan(options, answers as Answers<Asked>),
    })
}

export const flatten = (resources: Resources): Resource[] =>
  Array.isArray(resources) ? resources.flatMap(flatten) : [resources as Resource]

/** The same resources with more tags. `tagged(['cluster'], [a(…), b(…)])` */
export const tagged = (tags: readonly string[], resources: Resources): Resource[] =>
  flatten(resources).map((resource) => ({ ...resource, tags: [...resource.tags, ...tags] }))
