import type { Effects } from '../../../lib/core/operation.ts'
import { condition } from './condition.ts'
import type { CommandArgs } from './options.ts'

/** What is so once a command has run. */
export function effectsOf(args: CommandArgs): Effects {
  const { makes = [], touches = [], creates, removes } = args
  if (args.unless !== undefined) {
    const holds = { question: condition(args, args.unless).question, answer: { status: 0, output: '' } }
    return { makes, unknown: touches, answers: [holds] }
  }
  const isTold = (path: string) => makes.some((one) => one.path === path)
  const created = creates === undefined || isTold(creates) ? [] : [creates]
  const removed = removes === undefined || isTold(removes) ? [] : [{ type: 'absent' as const, path: removes }]
  return { makes: [...makes, ...removed], unknown: [...touches, ...created], answers: [] }
}
