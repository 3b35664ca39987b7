import * as v from 'valibot'
import type { CommandAnswer, PathAnswer } from '../../lib/core/answers.ts'
import { defineCheck } from '../../lib/core/check.ts'
import { commandFact, type Fact, followedFact } from '../../lib/core/fact.ts'
import { refuse } from '../../lib/core/failure.ts'
import { kinds } from '../support/kinds.ts'
import { hostPath, listOf, text, wordOf } from '../support/schema.ts'

const options = kinds(
  {
    /** What must hold, as a sentence: it completes "check that …". */
    that: text('what must hold, as a sentence'),
    /** What to do when it does not. */
    advice: text('what to do when it does not hold'),
  },
  {
    script: {
      /** A POSIX shell script that only reads: it ends with 0 when it holds. */
      script: text('a POSIX shell script'),
      /** Paths on which its answer depends; `[]`: none that a plan changes. Default: on anything that changes on the host. */
      inputs: v.optional(listOf(hostPath, 'paths on the host')),
    },
    path: {
      /** What to look at on the host, in place of a script. */
      path: hostPath,
      /** What is to be at the path, links followed. Default: anything. */
      is: v.optional(wordOf('there', 'file', 'directory', 'absent')),
    },
  },
)
export type Assert = v.InferInput<typeof options>

/**
 * A condition that must hold: nothing is changed, and where it does not hold the play is refused with the advice.
 * A condition that no earlier step of the play has a part in is checked before anything is changed.
 *
 * @example assert({ that: 'the share is mounted', script: 'mountpoint -q /mnt/share', advice: 'mount it: see fstab' })
 * @example assert({ that: 'the licence is there', path: '/opt/licence.key', advice: 'copy it from the vault' })
 */
export const assert = defineCheck('assert', {
  options,
  title: ({ that }) => `check that ${that}`,
  reads: ({ script, inputs, path }): { said?: Fact<CommandAnswer>; at?: Fact<PathAnswer> } =>
    path === undefined ? { said: commandFact(script, inputs) } : { at: followedFact(path) },
  check: (args, { said, at }) => {
    const found = said ? fromScript(said) : args.path !== undefined && at ? fromPath(args, at) : undefined
    return found === undefined ? 'it holds' : refuse(`it does not hold that ${args.that} (${found})`, args.advice)
  },
})

/** What is found in place of what must hold. */
function fromScript({ status, output }: CommandAnswer): string | undefined {
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
