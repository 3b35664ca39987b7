import * as v from 'valibot'
import type { CommandAnswer, DigestAnswer } from '../../lib/core/answers.ts'
import { commandFact, digestFact, each, type Fact, type Facts } from '../../lib/core/fact.ts'
import { isRefusal, type Refusal, refuse } from '../../lib/core/failure.ts'
import { defineTask } from '../../lib/core/task.ts'
import {
  askBoot,
  askChangedSince,
  askNeeded,
  readBoot,
  readChangedSince,
  readNeeded,
  restartScript,
  startedAnew,
} from '../../lib/remote/posix/reboot.ts'
import { notAFile } from '../support/attributes.ts'
import { kinds } from '../support/kinds.ts'
import { onlyRoot, whoFact } from '../support/root.ts'
import { hostPath, seconds, someOf, text, wordOf } from '../support/schema.ts'

const options = kinds(
  {
    /** Seconds until it must be up again. Default: 600. */
    timeout: v.optional(seconds),
  },
  {
    when: {
      /** `needed`: the host itself says so, as Debian does by /run/reboot-required and others by a command. */
      when: wordOf('needed'),
    },
    inputs: {
      /** Files that the host reads when it starts: needed when one was changed since, or is changed by this playbook. */
      inputs: someOf(hostPath, 'files on the host'),
    },
    unless: {
      /** A script that only reads: when it ends with 0, it is needless. */
      unless: text('a POSIX shell script'),
    },
  },
)
export type Reboot = v.InferInput<typeof options>

/**
 * A host that has started anew where that is needed, and is up: the run waits for it and goes on by another connection.
 * Of what comes after it in a play a dry run knows nothing.
 *
 * @example reboot({ when: 'needed' })
 * @example reboot({ inputs: ['/etc/default/grub.d/audit.cfg'], timeout: 900 })
 * @example reboot({ unless: '[ "$(cat /sys/fs/selinux/enforce)" = 1 ]' })
 */
export const reboot = defineTask('reboot', {
  options,
  title: (args) => {
    if (args.inputs) return `restart the host for ${args.inputs.join(', ')}`
    return args.when ? 'restart the host where it asks for it' : `restart the host unless ${args.unless}`
  },
  reads: (args): RebootReads => ({
    who: whoFact,
    boot: commandFact(askBoot, []),
    ...(args.when ? { need: commandFact(askNeeded) } : {}),
    ...(args.unless === undefined ? {} : { unless: commandFact(args.unless) }),
    // What was there before this run: what it makes of the files is told by their digests.
    ...(args.inputs
      ? { since: commandFact(askChangedSince(args.inputs), []), inputs: each(args.inputs, digestFact) }
      : {}),
  }),
  plan: (args, { who, boot, need, unless, since, inputs }) => {
    const why =
      (need && whyNeeded(need)) ??
      (since && inputs && whyStale(args.inputs ?? [], since, inputs)) ??
      (unless && unless.status !== 0 ? `restart the host: "${args.unless}" does not hold` : undefined)
    if (why === undefined || isRefusal(why)) return why ?? []
    const id = readBoot(boot)
    if (id === '')
      return refuse('this host cannot tell one start of it from another', 'it has to have /proc: restart it by hand')
    const effects = { restarts: { until: startedAnew(id), timeout: args.timeout ?? 600 } }
    return onlyRoot(who, 'restart a host') ?? [{ op: 'run', script: restartScript(why), effects, undo: 'files' }]
  },
})

type RebootReads = {
  readonly who: Fact<CommandAnswer>
  readonly boot: Fact<CommandAnswer>
  readonly need?: Fact<CommandAnswer>
  readonly unless?: Fact<CommandAnswer>
  readonly since?: Fact<CommandAnswer>
  readonly inputs?: Facts<DigestAnswer>
}

/** Why, as the host says it. One that cannot say it does not thereby say that all is well. */
function whyNeeded(answer: CommandAnswer): string | Refusal | undefined {
  const { state, packages } = readNeeded(answer)
  switch (state) {
    case 'not':
      return undefined
    case 'needed':
      return `restart the host: it asks for it${packages === '' ? '' : `, for ${packages}`}`
    case 'untold':
      return refuse(
        'this host cannot say whether it has to be restarted',
        'install what tells it (Red Hat: dnf-utils), or give inputs or unless in place of when',
      )
  }
}

/** Why, by the files that it reads: those that are, or will be, others than when it was started. */
function whyStale(
  paths: readonly string[],
  since: CommandAnswer,
  inputs: ReadonlyMap<string, DigestAnswer>,
): string | Refusal | undefined {
  const found = readChangedSince(since)
  const stale: string[] = []
  for (const [place, path] of paths.entries()) {
    const then = inputs.get(path)
    const now = found[place]
    if (then === undefined || now === undefined || then.type === 'absent')
      return refuse(`${path}, which the host shall read, is not there`, 'make it before this step')
    if (then.type !== 'file') return notAFile(path, then)
    if (now.changed !== 'before' || now.sha256 !== then.sha256) stale.push(path)
  }
  return stale.length === 0 ? undefined : `restart the host: it has not read ${stale.join(', ')} as it is now`
}
