import { type Asker, followersOf, type Item } from './build.ts'
import { collectFaults } from './collect-faults.ts'
import { type Refusal, refuse } from './failure.ts'
import { isResolved, type Secret } from './secret.ts'
import { secretsOf } from './secrets-of.ts'

/** What of a plan was chosen, and how a fault of the playbook's own code is worded. */
export interface Choice {
  /** Whether something that follows from a host's answers is to be done. Default: all of it. */
  selects?(item: Item): boolean
  /** Whether something was let through only for what may follow from it. Default: nothing was. */
  onlyAsks?(item: Item): boolean
  /** What a playbook's own code has thrown when it was given answers, in words; default: its message. */
  faultWords?(error: unknown, asker: Item): string
}

/** What follows from answers, and was chosen; or why it cannot be made, which is in the way of what was chosen alone. */
export function expand(
  asker: Asker,
  answers: Readonly<Record<string, unknown>>,
  { selects = () => true, onlyAsks = () => false, faultWords = String }: Choice,
): { readonly items: readonly Item[]; readonly unmade?: string } | Refusal {
  const { value, faults } = collectFaults(() => followersOf(asker, answers))
  const words = [...new Set(faults.map((fault) => faultWords(fault, asker)))].join('; ')
  if (value === undefined && onlyAsks(asker)) return { items: [], unmade: unmadeWords(words) }
  if (value === undefined || faults.length > 0) return misused(words)
  const items = value.filter(selects)
  const unresolved = items.flatMap(({ resource }) => secretsOf(resource)).find((secret) => !isResolved(secret))
  return unresolved === undefined ? { items } : notResolved(unresolved)
}

const unmadeWords = (words: string) => `what follows from the host's answers cannot be made: ${words}`

const misused = (words: string): Refusal =>
  refuse(unmadeWords(words), 'correct the playbook, and give examples: then it is told before a host is asked')

/** Secrets are resolved before a run, and this one could not be seen before. */
const notResolved = ({ name }: Secret): Refusal =>
  refuse(
    `secret ${name} is first named in what follows from the host's answers`,
    'name it in the inventory, or give examples of the answers',
  )
