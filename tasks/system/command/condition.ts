import type { CommandAnswer } from '../../../lib/core/answers.ts'
import { commandFact, type Fact } from '../../../lib/core/fact.ts'
import { surrounded } from '../../../lib/remote/posix/surroundings.ts'
import type { CommandArgs } from './options.ts'

/** Whether a command is needless, asked in the folder and with the variables that it would have. */
export function condition(args: CommandArgs, unless: string): Fact<CommandAnswer> {
  const { script, stdin } = surrounded(unless, args)
  const inputs = 'inputs' in args ? args.inputs : undefined
  return commandFact(script, inputs, stdin === undefined ? undefined : [stdin])
}
