import * as v from 'valibot'
import type { CommandAnswer, PathAnswer } from '../../lib/core/answers.ts'
import { digestOf } from '../../lib/core/content.ts'
import { commandFact, type Fact, pathFact } from '../../lib/core/fact.ts'
import { refuse } from '../../lib/core/failure.ts'
import type { Effects, Run } from '../../lib/core/operation.ts'
import { refer } from '../../lib/core/reference.ts'
import { defineTask } from '../../lib/core/task.ts'
import { syntaxFault } from '../../lib/remote/posix/frame.ts'
import { kinds } from '../support/kinds.ts'
import {
  duration,
  hostPath,
  listOf,
  objectOf,
  seconds,
  secondsIn,
  text,
  textOrSecret,
  truth,
} from '../support/schema.ts'
import { made } from './command/made.ts'

const options = v.pipe(
  kinds(
    {
      /** A POSIX shell script. */
      script: text('a POSIX shell script'),
      /** Given on standard input: the place for a secret. */
      stdin: v.optional(textOrSecret),
      /** What is at these paths once it has run; all else at and below `touches` is unknown until then. */
      makes: v.optional(listOf(made, 'what is at paths')),
      /** Paths at and below which it changes things. */
      touches: v.optional(listOf(hostPath, 'paths on the host')),
      /**
       * A script that undoes it where its run is rolled back, once all files are as they were. It holds no secret: the host
       * keeps it. Default: nothing does, and a rollback says so.
       */
      undo: v.optional(text('a POSIX shell script')),
      /** `undo` comes before the files are as they were, for it ends what uses them. Default: after that. */
      undoFirst: v.optional(truth),
      /** Seconds after which it is ended, with all that it has started, and has failed. Default: it takes as long as it takes. */
      timeout: v.optional(seconds),
      /**
       * It runs on whoever goes away, in a session of its own, until it has ended or `within` is over, as in '2h'; nobody else changes
       * the host meanwhile. A later run takes it up in place of starting it twice.
       */
      detached: v.optional(
        objectOf('how long it may run, { within }', {
          /** The time that it has, as in '2h', '10m' or a number of seconds; then it is ended. */
          within: duration,
        }),
      ),
    },
    {
      unless: {
        /** A script that only reads: when it ends with 0, the command is needless. */
        unless: text('a POSIX shell script'),
        /** Paths on which the answer of `unless` depends; `[]`: none that a plan changes. Default: on anything that changes on the host. */
        inputs: v.optional(listOf(hostPath, 'paths on the host')),
      },
      creates: {
        /** A path: when it is there, the command is needless. */
        creates: hostPath,
      },
      always: {
        /** It runs each time. That is no change: a report says that it ran, a dry run that it will. */
        always: v.literal(true, 'give true, or name in unless or creates when it is needless'),
      },
    },
  ),
  v.check(
    ({ undo, undoFirst }) => !undoFirst || undo !== undefined,
    'undoFirst is about undo: give that, or leave it out',
  ),
  v.check(
    ({ timeout, detached }) => !timeout || !detached,
    'timeout does not go with detached, whose limit is within: leave it out',
  ),
  v.check(
    ({ always, detached }) => !always || !detached,
    'always does not go with detached, which a later run takes up: name in unless when it is needless',
  ),
)
export type Command = v.InferInput<typeof options>

/**
 * A command, run only where its condition says that it is needed. The condition is checked again after it has run: a
 * command that does not make it true is reported as not converged. What has no such condition says `always`. A script
 * with such a condition is read by the host's shell before, so that one that no shell can read is refused in the plan.
 *
 * @example command({ script: 'update-ca-certificates', creates: '/etc/ssl/certs/ca-certificates.crt' })
 * @example command({ script: 'useradd -r wso2', unless: 'id wso2' })
 * @example command({ script: 'swapon /swap', unless: 'grep -q ^/swap /proc/swaps', undo: 'swapoff /swap', undoFirst: true })
 * @example command({ script: './import.sh', creates: '/srv/imported', timeout: 1800 })
 * @example command({ script: 'curl -fsS https://hooks.example.com/deployed', always: true })
 * @example command({ script: './migrate.sh', unless: './migrated.sh', detached: { within: '2h' } })
 */
export const command = defineTask('command', {
  options,
  oneWay: ({ undo }) => undo === undefined,
  title: ({ script }) => `run ${script.trim().split('\n')[0]}`,
  reads: (args): Reads & Record<string, Fact<unknown>> => ({
    // Who has nothing else to ask may be nobody yet.
    ...(args.always ? {} : { syntax: commandFact(syntaxFault, [], [args.script]) }),
    ...(args.unless === undefined ? {} : { check: commandFact(args.unless, args.inputs) }),
    ...(args.creates === undefined ? {} : { made: pathFact(args.creates) }),
    ...Object.fromEntries(
      [...(args.makes ?? []).map(({ path }) => path), ...(args.touches ?? [])].map((path) => [
        `at ${path}`,
        pathFact(path),
      ]),
    ),
  }),
  plan: (args, { made, check, syntax }) => {
    if (made ? made.type !== 'absent' : check?.status === 0) return []
    const fault = syntax?.status === 0 ? '' : (syntax?.output.trim() ?? '')
    if (fault !== '') return refuse(`no shell there can read this script: ${fault}`, 'correct it')
    const stdin = args.stdin === undefined ? {} : { stdin: refer(args.stdin) }
    const undo = args.undo === undefined ? {} : { undo: { script: args.undo, ...(args.undoFirst ? first : {}) } }
    const timeout = args.timeout === undefined ? {} : { timeout: args.timeout }
    const how = { ...(args.always ? { always: true as const } : {}), ...timeout, ...detachedAs(args) }
    return [{ op: 'run', script: args.script, ...stdin, ...how, effects: effectsOf(args), ...undo }]
  },
})

interface Reads {
  made?: Fact<PathAnswer>
  check?: Fact<CommandAnswer>
  syntax?: Fact<CommandAnswer>
}
const first = { first: true as const }

/** Known by what it is: a later run has no other name for it. */
function detachedAs({ script, unless, creates, detached }: v.InferOutput<typeof options>): Pick<Run, 'detached'> {
  if (detached === undefined) return {}
  const name = digestOf({ text: JSON.stringify([script, unless, creates]) })?.slice(0, 24) ?? ''
  return { detached: { name, within: secondsIn(detached.within) } }
}

function effectsOf(args: v.InferOutput<typeof options>): Effects {
  const { makes = [], touches = [] } = args
  if (args.unless !== undefined) {
    const holds = { question: commandFact(args.unless, args.inputs).question, answer: { status: 0, output: '' } }
    return { makes, unknown: touches, answers: [holds] }
  }
  const { creates } = args
  const created = creates === undefined || makes.some(({ path }) => path === creates) ? [] : [creates]
  return { makes, unknown: [...touches, ...created], answers: [] }
}
