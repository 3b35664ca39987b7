import type { CommandAnswer } from '../../../lib/core/answers.ts'
import { commandFact, type Fact, foretell } from '../../../lib/core/fact.ts'
import type { Changes } from '../../../lib/core/resource.ts'
import { askUfw, type FoundUfw, plainRule, readUfw, setUfw, showUfw } from '../../../lib/remote/posix/ufw.ts'
import { isLetIn, type Rule, wouldClose } from './table.ts'

export const ufwFact: Fact<CommandAnswer> = commandFact(askUfw, [])

/** The rules for what comes in are those and no others; `undefined`: none, and ufw is off. */
export function ufwPlan(rules: readonly Rule[] | undefined, answer: CommandAnswer): Changes {
  const found = readUfw(answer)
  if (rules && found.port !== undefined && !isLetIn(found.port, rules)) return wouldClose(found.port)
  const wanted = rules?.flatMap(ufwRules) ?? []
  const kept = found.rules.filter((rule) => wanted.includes(plainRule(rule)))
  const missing = wanted.filter((rule) => !kept.some((other) => plainRule(other) === rule))
  const to: FoundUfw = {
    port: found.port,
    active: rules !== undefined,
    policy: rules === undefined || found.policy !== 'ACCEPT' ? found.policy : 'DROP',
    rules: [...kept, ...missing],
  }
  if (
    found.active === to.active &&
    found.policy === to.policy &&
    missing.length === 0 &&
    kept.length === found.rules.length
  )
    return []
  const effects = { answers: [foretell(ufwFact, showUfw(to))] }
  return [{ op: 'run', script: setUfw(found, to), undo: { script: setUfw(to, found) }, effects }]
}

/** In the words in which ufw tells its rules. */
function ufwRules({ port, protocol = 'tcp', from = [] }: Rule): string[] {
  if (from.length === 0) return [`allow ${port}/${protocol}`]
  return from.map((source) => `allow from ${source} to any port ${port} proto ${protocol}`)
}
