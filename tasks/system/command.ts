import type * as v from 'valibot'
import type { CommandAnswer, DigestAnswer, PathAnswer } from '../../lib/core/answers.ts'
import { digestOf } from '../../lib/core/content.ts'
import { commandFact, digestFact, type Fact, pathFact } from '../../lib/core/fact.ts'
import { refuse } from '../../lib/core/failure.ts'
import type { Run } from '../../lib/core/operation.ts'
import { hidden, refer } from '../../lib/core/reference.ts'
import { defineTask } from '../../lib/core/task.ts'
import { isThere } from '../../lib/remote/posix/detached.ts'
import { syntaxFault } from '../../lib/remote/posix/frame.ts'
import { surrounded } from '../../lib/remote/posix/surroundings.ts'
import { secondsIn } from '../support/schema.ts'
import { condition } from './command/condition.ts'
import { effectsOf } from './command/effects.ts'
import { type CommandArgs, commandOptions } from './command/options.ts'

export type Command = v.InferInput<typeof commandOptions>

/**
 * A command, run only where its condition says that it is needed. The condition is checked again after it has run: a
 * command that does not make it true is reported as not converged. What has no such condition says `always`. A script
 * with such a condition is read by the host's shell before, so that one that no shell can read is refused in the plan.
 *
 * @example command({ script: 'update-ca-certificates', creates: '/etc/ssl/certs/ca-certificates.crt' })
 * @example command({ script: 'useradd -r wso2', unless: 'id wso2' })
 * @example command({ script: 'swapon /swap', unless: 'grep -q ^/swap /proc/swaps', undo: 'swapoff /swap', undoFirst: true })
 * @example command({ script: './import.sh', creates: '/srv/imported', timeout: 1800 })
 * @example command({ script: 'make install', chdir: '/srv/src', env: { PREFIX: '/opt/app' }, creates: '/opt/app/bin/app' })
 * @example command({ script: './uninstall', chdir: '/opt/old', env: { LICENCE: secret('licence') }, removes: '/opt/old/bin/old' })
 * @example command({ script: 'curl -fsS https://hooks.example.com/deployed', always: true })
 * @example command({ script: './migrate.sh', unless: './migrated.sh', detached: { within: '2h' } })
 */
export const command = defineTask('command', {
  options: commandOptions,
  oneWay: ({ undo }) => undo === undefined,
  title: ({ script }) => `run ${script.trim().split('\n')[0]}`,
  reads: (args): Reads & Record<string, Fact<unknown>> => ({
    // Who has nothing else to ask may be nobody yet.
    ...(args.always ? {} : { syntax: commandFact(syntaxFault, [], [args.script]) }),
    ...(args.unless === undefined ? {} : { check: condition(args, args.unless) }),
    ...(args.creates === undefined ? {} : { made: pathFact(args.creates) }),
    ...(args.removes === undefined ? {} : { left: pathFact(args.removes) }),
    ...(args.chdir === undefined ? {} : { folder: digestFact(args.chdir) }),
    ...Object.fromEntries(
      [...(args.makes ?? []).map(({ path }) => path), ...(args.touches ?? [])].map((path) => [
        `at ${path}`,
        pathFact(path),
      ]),
    ),
  }),
  plan: (args, { made, left, check, syntax, folder }) => {
    if (left ? left.type === 'absent' : made ? made.type !== 'absent' : check?.status === 0) return []
    if (folder !== undefined && !mayBeFolder(folder))
      return refuse(`the folder ${args.chdir} in which it is to run ${isNone(folder)}`, 'make it before')
    const fault = syntax?.status === 0 ? '' : (syntax?.output.trim() ?? '')
    if (fault !== '') return refuse(`no shell there can read this script: ${fault}`, 'correct it')
    const run = surrounded(args.script, args, args.stdin === undefined ? undefined : refer(args.stdin))
    const undo = args.undo === undefined ? {} : { undo: { script: args.undo, ...(args.undoFirst ? first : {}) } }
    const timeout = args.timeout === undefined ? {} : { timeout: args.timeout }
    const how = { ...(args.always ? { always: true as const } : {}), ...timeout, ...detachedAs(args) }
    return [{ op: 'run', ...run, ...how, effects: effectsOf(args), ...undo }]
  },
})

interface Reads {
  made?: Fact<PathAnswer>
  left?: Fact<PathAnswer>
  folder?: Fact<DigestAnswer>
  check?: Fact<CommandAnswer>
  syntax?: Fact<CommandAnswer>
}
const first = { first: true as const }

const isNone = ({ type }: DigestAnswer): string => (type === 'absent' ? 'is not there' : `is no folder: ${type}`)

/** One at which nobody may look may be one all the same. */
const mayBeFolder = ({ type }: DigestAnswer): boolean => type === 'directory' || type === 'denied'

/** Known by what it is: a later run has no other name for it. */
function detachedAs(args: CommandArgs): Pick<Run, 'detached'> {
  const { script, unless, creates, removes, chdir, env = {}, detached } = args
  if (detached === undefined) return {}
  const variables = Object.entries(env).map(([name, value]) => [name, hidden(refer(value))])
  const name =
    digestOf({ text: JSON.stringify([script, unless, creates, removes, chdir, variables]) })?.slice(0, 24) ?? ''
  const done = isDone(args)
  return { detached: { name, within: secondsIn(detached.within), ...(done === undefined ? {} : { isDone: done }) } }
}

/** What tells on the host that it is needless. Undefined: it runs each time, or that is given a secret to read. */
function isDone(args: CommandArgs): string | undefined {
  if (args.creates !== undefined) return isThere(args.creates)
  if (args.removes !== undefined) return `! { ${isThere(args.removes)}; }`
  const { script, stdin } = surrounded(args.unless ?? '', args)
  return args.unless === undefined || stdin !== undefined ? undefined : script
}
