import type { CommandAnswer } from '../../lib/core/answers.ts'
import { commandFact, type Fact } from '../../lib/core/fact.ts'
import { type Refusal, refuse } from '../../lib/core/failure.ts'
import { askWho, readWho } from '../../lib/remote/posix/who.ts'

/** Who acts: number and name. */
export const whoFact: Fact<CommandAnswer> = commandFact(askWho, [])

/** Why what only root can do cannot be done; undefined: it can. */
export function onlyRoot(who: CommandAnswer, what: string): Refusal | undefined {
  const { isRoot, name } = readWho(who)
  return isRoot ? undefined : refuse(`only root can ${what}, and this is ${name}`, 'give become: true')
}
