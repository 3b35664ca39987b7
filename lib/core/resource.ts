import type { AttemptPart } from './attempt-part.ts'
import { tell } from './collect-faults.ts'
import type { Fact, Facts } from './fact.ts'
import { type Finding, type Place, type Refusal, UsageError, underHeading } from './failure.ts'
import type { Guard } from './guard.ts'
import { list, text } from './keys.ts'
import type { Operation } from './operation.ts'
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
  /** Carry it out again where it fails, so many times at most. It is planned anew each time. Default: it fails at once. */
  readonly retry?: number | Retry | undefined
  /** Where it fails or is refused, say so as a warning and go on. Default: the host is done with. */
  readonly ignoreFailure?: boolean | undefined
}

export interface Retry {
  /** How many times more. */
  readonly times: number
  /** Seconds before each. Default: 5. */
  readonly delay?: number | undefined
}

export type Become = boolean | string | BecomeSpec

export interface BecomeSpec {
  /** Default: root. */
  readonly user?: string | undefined
  /** Default: sudo. */
  readonly method?: 'sudo' | 'su' | 'doas' | undefined
  /** Given by standard input, when the host asks for it. */
  readonly password?: Secret | undefined
}

/** One desired condition of one host: what it reads, and a pure plan on the answers. */
export interface Resource {
  readonly task: string
  /** What tells it from others of its play and host: the `id` option, else the task and its chief path or name. */
  readonly key: string
  readonly title: string
  readonly tags: readonly string[]
  readonly become?: Become
  readonly retry?: { readonly times: number; readonly delay: number }
  readonly ignoreFailure?: true
  /** What it does cannot be undone. */
  readonly oneWay?: true
  /** The guarded list that it is of. */
  readonly guard?: Guard
  /** The attempts that it is in, the outermost first. */
  readonly attempts?: readonly AttemptPart[]
  /** The host at which it is carried out, where that is not the one whose step it is. */
  readonly at?: string
  readonly args: object
  readonly reads: ReadsOf<unknown>
  /** Operations that make the condition true, none when it is; or why it cannot be. Answers come under the names of `reads`. */
  plan(answers: Readonly<Record<string, unknown>>): Planned
}

/** Resources that depend on what a host says. They are made, and planned, when the answers are known. */
export interface Given {
  readonly task: 'given'
  readonly key: string
  readonly title: string
  readonly tags: readonly string[]
  readonly become?: Become
  readonly guard?: Guard
  readonly attempts?: readonly AttemptPart[]
  readonly at?: string
  readonly args: object
  readonly reads: ReadsOf<unknown>
  /** What it may touch while it cannot be planned; undefined: anything. */
  readonly may?: readonly string[] | 'commands'
  readonly examples: readonly Readonly<Record<string, unknown>>[]
  /** Where its call stands, where that is remembered. */
  readonly place?: Place | undefined
  resources(answers: Readonly<Record<string, unknown>>): Resources
}

/** Operations, none where all is as it shall be; what a check has found; or why it cannot be. */
export type Planned = Changes | Finding

/** What makes a part of a condition true, or why it cannot be. */
export type Changes = readonly Operation[] | Refusal

/** A resource, resources that depend on what the host says, or lists of them: what a play's function returns. */
export type Resources = Resource | Given | readonly Resources[]

/** Resources by names of their own, below which their ids are. */
export type NamedResources = { readonly [Name: string]: Resources }

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

export const flatten = (resources: Resources): (Resource | Given)[] =>
  Array.isArray(resources) ? resources.flatMap(flatten) : [resources as Resource | Given]

/** The same resources with more tags. `tagged(['cluster'], [a(…), b(…)])` */
export function tagged(tags: readonly string[], resources: Resources): (Resource | Given)[] {
  const faults = list("a list of tags, as in ['web']", text('a tag'))(tags, 'its tags')
  if (faults.length > 0) tell(new UsageError(underHeading('tagged', faults)))
  return flatten(resources).map((one) => inheriting(one, { tags }))
}

/** Tags add up; who acts is said by the innermost; a guarded list is put back as a whole, so there is none within another. */
export function inheriting<Inner extends Resource | Given>(
  inner: Inner,
  { tags = [], become, guard }: Pick<TaskOptions, 'tags' | 'become'> & { readonly guard?: Guard },
): Inner {
  if (tags.length === 0 && become === undefined && guard === undefined) return inner
  if (guard !== undefined && inner.guard !== undefined)
    tell(new UsageError(`guarded: "${inner.title}" is in a guarded list that is within another: keep one of them`))
  const acts = become === undefined ? {} : { become: inner.become ?? become }
  return { ...inner, tags: [...inner.tags, ...tags], ...acts, ...(guard === undefined ? {} : { guard }) }
}
