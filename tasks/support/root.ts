import { type CommandAnswer, commandFact, type Fact } from '../../lib/core/fact.ts'
import { type Refusal, refuse } from '../../lib/core/failure.ts'

/** Who acts: number and name. */
export const whoFact: Fact<CommandAnswer> = commandFact('# who acts\nid -u; id -un', [])

/** Why what only root can do cannot be done; undefined: it can. */
export function onlyRoot({ output }: CommandAnswer, what: string): Refusal | undefined {
  const [number, name = number] = output.trim().split('\n')
  return number === '0' ? undefined : refuse(`only root can ${what}, and this is ${name}`, 'give become: true')
}
