import { type CommandAnswer, commandFact, type Fact, type PathAnswer, pathFact } from '../lib/core/fact.ts'
import { UsageError } from '../lib/core/failure.ts'
import type { Effects, Made } from '../lib/core/operation.ts'
import { reveal, type Secret } from '../lib/core/secret.ts'
import { defineTask } from '../lib/core/task.ts'

export type Command = {
  /** A POSIX shell script. */
  readonly run: string
  /** Given on standard input: the place for a secret. */
  readonly stdin?: string | Secret
  /** What is at these paths once it has run; all else at and below `touches` is unknown until then. */
  readonly makes?: readonly Made[]
  /** Paths at and below which it changes things. */
  readonly touches?: readonly string[]
} & (
  | {
      /** A script that only reads: when it ends with 0, the command is needless. */
      readonly unless: string
      /** Paths on which the answer of `unless` depends; `[]`: none that a plan changes. Default: on anything that changes on the host. */
      readonly inputs?: readonly string[]
    }
  | {
      /** A path: when it is there, the command is needless. */
      readonly creates: string
    }
)

/**
 * A command, run only where its condition says that it is needed. The condition is checked again after it has run: a
 * command that does not make it true is reported as not converged.
 *
 * @example command({ run: 'update-ca-certificates', creates: '/etc/ssl/certs/ca-certificates.crt' })
 * @example command({ run: 'useradd -r wso2', unless: 'id wso2' })
 */
export const command = defineTask('command', {
  title: ({ run }: Command) => `run ${run.split('\n')[0]}`,
  reads: (args): { made?: Fact<PathAnswer>; check?: Fact<CommandAnswer> } & Record<string, Fact<unknown>> => ({
    ...('creates' in args ? { made: pathFact(args.creates) } : { check: needless(args) }),
    ...Object.fromEntries(
      [...(args.makes ?? []).map(({ path }) => path), ...(args.touches ?? [])].map((path) => [
        `at ${path}`,
        pathFact(path),
      ]),
    ),
  }),
  plan: (args, { made, check }) => {
    if (made ? made.type !== 'absent' : check?.status === 0) return []
    const stdin = args.stdin === undefined ? {} : { stdin: reveal(args.stdin) }
    return [{ op: 'run', script: args.run, ...stdin, effects: effectsOf(args) }]
  },
})

function needless({ unless, inputs }: Extract<Command, { unless: string }>): Fact<CommandAnswer> {
  if (unless !== undefined) return commandFact(unless, inputs)
  throw new UsageError('nothing says when the command is needless: give creates (a path) or unless (a script)')
}

function effectsOf(args: Command): Effects {
  const { makes = [], touches = [] } = args
  const answers =
    'unless' in args
      ? [{ question: commandFact(args.unless, args.inputs).question, answer: { status: 0, output: '' } }]
      : []
  const created = 'creates' in args && !makes.some(({ path }) => path === args.creates) ? [args.creates] : []
  return { makes, unknown: [...touches, ...created], answers }
}
