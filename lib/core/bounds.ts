import type { Item } from './build.ts'
import { type Refusal, refuse } from './failure.ts'
import { type Operation, touchedBy } from './operation.ts'
import { isAtOrBelow } from './paths.ts'
import type { Question } from './question.ts'
import type { Given } from './resource.ts'

/** What may be different after something that nobody can plan yet: what it says itself, else what it follows from says. */
export function mayTouch({ may }: Given, asker: Item['asker']): Question[] {
  if (may === undefined && asker !== undefined) return mayTouch(asker.resource, asker.asker)
  return may === 'commands' ? [] : (may ?? ['/']).map((path) => ({ ask: 'path', path }))
}

/** Where a step does what it follows from did not allow for, all that was planned on its word would not hold. */
export function outOfBounds({ asker }: Item, operations: readonly Operation[]): Refusal | undefined {
  if (asker === undefined) return undefined
  const { may, title } = asker.resource
  const stray = may === undefined ? undefined : operations.flatMap(touchedBy).find((path) => !allows(may, path))
  if (stray !== undefined) {
    const named = may === 'commands' ? 'no file' : may?.join(', ') || 'nothing'
    return refuse(`it touches ${stray}, and "${title}" may touch ${named}`, 'name it there, in may')
  }
  return outOfBounds(asker, operations)
}

const allows = (may: readonly string[] | 'commands', path: string): boolean =>
  may !== 'commands' && may.some((one) => isAtOrBelow(path, one))
