import { type CommandAnswer, commandFact, type Fact, followedFact, type PathAnswer } from '../lib/core/fact.ts'
import { refuse } from '../lib/core/failure.ts'
import { defineTask } from '../lib/core/task.ts'

export type Assert = {
  /** What must hold, as a sentence: it completes "check that …". */
  readonly that: string
  /** What to do when it does not. */
  readonly advice: string
} & (
  | {
      /** A POSIX shell script that only reads: it ends with 0 when it holds. */
      readonly command: string
      /** Paths on which its answer depends; `[]`: none that a plan changes. Default: on anything that changes on the host. */
      readonly inputs?: readonly string[]
    }
  | {
      /** What to look at on the host, in place of a command. */
      readonly path: string
      /** What is to be at the path, links followed. Default: anything. */
      readonly is?: 'there' | 'file' | 'directory' | 'absent'
    }
)

/**
 * A condition that must hold: nothing is changed, and where it does not hold the play is refused with the advice.
 * A condition that no earlier step of the play has a part in is checked before anything is changed.
 *
 * @example assert({ that: 'the share is mounted', command: 'mountpoint -q /mnt/share', advice: 'mount it: see fstab' })
 * @example assert({ that: 'the licence is there', path: '/opt/licence.key', advice: 'copy it from the vault' })
 */
export const assert = defineTask('assert', {
  title: ({ that }: Assert) => `check that ${that}`,
  reads: (args): { said?: Fact<CommandAnswer>; at?: Fact<PathAnswer> } =>
    'command' in args ? { said: commandFact(args.command, args.inputs) } : { at: followedFact(args.path) },
  plan: (args, { said, at }) => {
    const found = said ? fromCommand(said) : 'path' in args && at ? fromPath(args, at) : undefined
    return found === undefined ? [] : refuse(`it does not hold that ${args.that} (${found})`, args.advice)
  },
})

/** What is found in place of what must hold. */
function fromCommand({ status, output }: CommandAnswer): string | undefined {
  if (status === 0) return undefined
  const words = output.trim().split('\n').slice(-5).join('\n')
  return `status ${status}${words && `: ${words}`}`
}

function fromPath({ path, is = 'there' }: Extract<Assert, { path: string }>, at: PathAnswer): string | undefined {
  if (at.type === 'denied') return `${path} may not be looked at`
  const holds = is === 'there' ? at.type !== 'absent' : at.type === is
  return holds
    ? undefined
    : `${path} is ${at.type === 'absent' ? 'not there' : `a ${at.type === 'other' ? at.what : at.type}`}`
}
