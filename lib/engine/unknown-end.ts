import { factsOf } from '../core/fact.ts'
import type { NetOperation } from '../core/net-effect.ts'
import { questionWords } from '../core/question.ts'
import type { HostRun } from './host-run.ts'

/**
 * What is known of an operation that has begun, and of which nobody will hear how it ended: files are old or new; of a script
 * the last that it said, and what the next run decides by.
 */
export function unknownEnd(
  net: NetOperation,
  id: string,
  { items }: Pick<HostRun, 'items'>,
  said: string | undefined,
): string {
  if (net.operation.op !== 'run')
    return 'each path of what is carried out together is as it was, or as it is to be: run again'
  if (net.operation.detached !== undefined)
    return `it runs on by itself, for ${net.operation.detached.within} s at most: run again, which takes it up`
  const item = items.find((one) => one.id === id)
  const facts = factsOf(item?.resource.reads ?? {}).filter(({ host }) => host === undefined)
  const deciding = facts.filter(({ question }) => question.ask !== 'command' || question.inputs?.length !== 0)
  const asks = [...new Set(deciding.map(({ question }) => questionWords(question)))]
  const next =
    asks.length === 0 || asks.length > mostAsked ? 'run again' : `run again, which asks for ${asks.join(', ')}`
  return `${said === undefined ? '' : `the last that it said is ${JSON.stringify(said)}; `}${next}`
}

/** Facts that are worth a name, of those that a script may change: of many, none says more than the others. */
const mostAsked = 2
